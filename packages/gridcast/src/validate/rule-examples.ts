/** The failing rows of a rule, bounded, with the keys and the hour that name them. */
import { isoOfHour } from '../core/index.ts';
import { quoteIdentifier, type SqlEngine } from '../store/index.ts';
import type { CheckResult, Failure } from './expectation.ts';
import { EXAMPLES } from './failing-rows.ts';
import type { Relation } from './relation.ts';
import type { PlacesPlan } from './rule.ts';

/** The longest text of an example; a cell can hold anything. */
const FOUND_CHARACTERS = 200;

interface FailingRows {
  readonly from: string;
  /** SQL boolean. */
  readonly where: string;
  /** SQL text. */
  readonly found: string;
}

/** The first failing rows, in the relation's order. */
export async function failingRowsOf(
  engine: SqlEngine,
  relation: Relation,
  { from, where, found }: FailingRows,
): Promise<readonly Failure[]> {
  const keys = relation.keys.map((name, i) => `${quoteIdentifier(name)}::VARCHAR AS key_${i}`);
  const row = relation.order.includes('rowid') ? 'rowid::DOUBLE' : 'NULL';
  const rows = await engine.rows<Record<string, unknown>>(
    `SELECT ${[...keys, `${isoText(relation)} AS "at"`, `${row} AS "row"`, `${found} AS found`].join(', ')}
     FROM ${from} WHERE ${where} ORDER BY ${relation.order.join(', ')} LIMIT ${EXAMPLES}`,
  );
  return rows.map((it) => ({
    key: relation.keys.map((_, i) => textOf(it[`key_${i}`])),
    ...(typeof it['at'] === 'string' ? { hour: it['at'] } : {}),
    ...(typeof it['row'] === 'number' ? { row: it['row'] } : {}),
    found: shortened(it['found']),
  }));
}

function isoText({ columns, time }: Relation): string {
  if (time === undefined) return 'NULL::VARCHAR';
  const name = quoteIdentifier(time);
  const type = columns.find((column) => column.name === time)?.type ?? '';
  const isTime = /^(?:TIMESTAMP|DATE)/u.test(type);
  return isTime ? `strftime(${name}::TIMESTAMP, '%Y-%m-%dT%H:%M:%SZ')` : `${name}::VARCHAR`;
}

/** The number of failing places, and the first of them by key and hour. */
export async function failingPlaces(engine: SqlEngine, plan: PlacesPlan): Promise<CheckResult> {
  const { query, weight = '1', keys = [] } = plan;
  const order = [...keys, 'hour', 'found'].join(', ');
  const rows = await engine.rows<Record<string, unknown>>(
    `WITH failing AS MATERIALIZED (SELECT * FROM (${query}))
     SELECT ${keys.map((key) => `${key}, `).join('')} hour::DOUBLE AS hour, found,
       (SELECT sum(${weight}) FROM failing)::DOUBLE AS failures
     FROM failing ORDER BY ${order} LIMIT ${EXAMPLES}`,
  );
  return {
    failures: Number(rows[0]?.['failures'] ?? 0),
    examples: rows.map((row) => ({
      key: keys.map((key) => textOf(row[key])),
      ...(typeof row['hour'] === 'number' ? { hour: isoOfHour(row['hour']) } : {}),
      found: shortened(row['found']),
    })),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function shortened(value: unknown): string {
  const text = textOf(value);
  return text.length <= FOUND_CHARACTERS ? text : `${text.slice(0, FOUND_CHARACTERS - 1)}…`;
}
