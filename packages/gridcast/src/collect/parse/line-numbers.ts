/** From record numbers to line numbers, in SQL. */
import type { SqlEngine } from '../../store/index.ts';
import type { LineBreak } from '../table/table-input.ts';

/** Creates `line_breaks` (from_record, lines_ahead) for `lineSql`. */
export async function createLineBreaks(engine: SqlEngine, breaks: readonly LineBreak[]): Promise<void> {
  await engine.createTable('line_breaks', {
    from_record: Int32Array.from(breaks, (item) => item.fromRecord),
    lines_ahead: Int32Array.from(breaks, (item) => item.linesAhead),
  });
}

/** A query that adds `line` BIGINT to a relation with `record`. */
export function withLinesSql(relation: string): string {
  return (
    `SELECT r.*, r.record + b.lines_ahead AS line FROM ${relation} r ` +
    'ASOF JOIN line_breaks b ON r.record >= b.from_record'
  );
}
