/** The reader `file`: a covariate from a CSV, Parquet or JSON lines file, with the same parser as the source `file`. */
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { GridcastError, WHOLE_PANEL, type CovariateFacts } from '../../core/index.ts';
import { quoteIdentifier, quoteText } from '../../store/index.ts';
import { putFutureRows } from '../future-rows.ts';
import { findInputRecord, setInputRecord, type InputRecord, type QuarantinedRows } from '../input-record.ts';
import { readTable } from '../read-input.ts';
import { readOptions } from '../source-options.ts';
import { isTimezone } from '../sources/file.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { covariateName } from './covariate-name.ts';
import type { CovariateContext, CovariateInput, CovariateKind } from './covariate.ts';

const fileOptions = z.strictObject({
  name: covariateName,
  path: z.string('the file to read is wanted').min(1),
  time: z.string('the column with the hour is wanted').min(1),
  value: z.string('the column with the numbers is wanted').min(1),
  /** Key of the source -> column of this file that has its values; none: one value an hour for the whole panel. */
  keys: z.record(z.string(), z.string().min(1)).default({}),
  timezone: z
    .string()
    .refine(isTimezone, 'no time zone of this name is known; write it like Europe/Copenhagen')
    .default('UTC'),
  kind: z.enum(['observed', 'forecast']).default('observed'),
  delay: z.number().int('whole hours are wanted').default(0),
  knownAt: z.string().min(1).optional(),
});

export const fileCovariate: CovariateKind = {
  name: 'file',
  open(options) {
    const name = String((options as { readonly name?: unknown }).name);
    const read = readOptions(`covariate ${name}`, fileOptions, options);
    if (read.kind === 'observed' && read.delay < 0) {
      const problem = `delay: ${read.delay} hours would make it known before its hour has ended; for values given ahead set kind to forecast`;
      throw new GridcastError('COLLECT_COVARIATES_INVALID', { name, problem });
    }
    const { kind, keys, delay, knownAt, time, value, timezone } = read;
    const facts: CovariateFacts = { name: read.name, kind, delayHours: delay };
    const path = resolve(read.path);
    const table: TableSpec = {
      time,
      value,
      timezone,
      keys: Object.values(keys),
      valuesAtLeastZero: false,
      ...(knownAt === undefined ? {} : { knownAt }),
      ...(kind === 'forecast' ? { knownAhead: true } : {}),
    };
    const file = { facts, path, table, keyNames: Object.keys(keys) };
    return {
      facts,
      options: { ...read, path },
      keyNames: file.keyNames,
      read: (context) => readFileCovariate(context, file),
    };
  },
};

interface CovariateFile {
  readonly facts: CovariateFacts;
  readonly path: string;
  readonly table: TableSpec;
  readonly keyNames: readonly string[];
}

async function* readFileCovariate(
  context: CovariateContext,
  file: CovariateFile,
): AsyncGenerator<CovariateInput> {
  const { store } = context;
  const { facts } = file;
  const last = await findInputRecord(store.catalogue, facts.name);
  const record = await readTable({ ...context, ...file }, last);
  const future = await makeRelation(context, file, record);
  const { rowsRead, goodRows, quarantined } = record.parsed;
  const through = record.stored?.delayHours === facts.delayHours ? record.stored.throughHour : undefined;
  yield {
    rowsRead,
    goodRows,
    quarantined: [...quarantined, ...future],
    raw: [
      {
        sha256: record.rawSha256,
        key: record.rawKey,
        file: basename(record.path),
        bytes: record.bytes,
      },
    ],
    ...(through === undefined ? {} : { storedThroughHour: through }),
    remember: (transaction, throughHour) =>
      setInputRecord(
        transaction,
        { ...record, stored: { delayHours: facts.delayHours, throughHour } },
        facts.name,
      ),
  };
}

/** Makes the relation; of measurements, those of hours that have not ended are set aside. */
async function makeRelation(
  { engine, store, relation, presentHour }: CovariateContext,
  { facts, table, keyNames }: CovariateFile,
  record: InputRecord,
): Promise<readonly QuarantinedRows[]> {
  const path = await store.lake.localPath(record.parsed.objectKey);
  const isFuture = facts.kind === 'observed' ? `hour >= ${presentHour}` : 'false';
  await engine.run(
    `CREATE OR REPLACE VIEW input_rows AS SELECT *, ${isFuture} AS is_future FROM read_parquet(${quoteText(path)})`,
  );
  await engine.run(`CREATE OR REPLACE TABLE ${quoteIdentifier(relation)} AS
    SELECT ${entitySql(keyNames)} AS entity, hour, value, known_hour FROM input_rows WHERE NOT is_future`);
  const [found] = await engine.rows<{ any: boolean }>(
    'SELECT count(*) > 0 AS "any" FROM input_rows WHERE is_future',
  );
  if (found?.any !== true) return [];
  return putFutureRows(engine, store, { rawKey: record.rawKey, file: basename(record.path), table });
}

/** What `covariateEntity` makes of a row's keys: JSON with the names in order and no blanks. */
function entitySql(keyNames: readonly string[]): string {
  if (keyNames.length === 0) return quoteText(WHOLE_PANEL);
  const members = keyNames
    .map((name, place) => ({ name, place }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, place }) =>
        `${quoteText(`${JSON.stringify(name)}:`)} || CAST(to_json(key_${place}) AS VARCHAR)`,
    );
  return `'{' || ${members.join(` || ',' || `)} || '}'`;
}
