/** The collect stage: a source's rows that are known at the as-of become observations. */
import { isoOfHour, type HourUtc } from '../core/index.ts';
import { stageObservations, type SqlEngine, type StageResult, type Store } from '../store/index.ts';
import { putFutureRows } from './future-rows.ts';
import type { QuarantinedRows } from './input-record.ts';
import { viewInputRows } from './input-rows.ts';
import { openParsingEngine } from './put-parsed.ts';
import type { ReadInput } from './read-input.ts';
import { recordInput } from './record-input.ts';
import { refuseFuture } from './refuse-future.ts';
import { keyNamesOf } from './source.ts';

export interface CollectContext {
  readonly store: Store;
  /** The input, read before: its default as-of and its hash belong to the run. */
  readonly input: ReadInput;
  readonly asOfHour: HourUtc;
  /** The hour that is running now. */
  readonly presentHour: HourUtc;
  readonly delayHours: number;
  readonly runId: string;
  readonly threads: number;
}

/** What a collect did. Rows are counted over the whole input. */
export interface CollectOutput {
  readonly source: string;
  readonly rawSha256: string;
  readonly rowsRead: number;
  readonly newRows: number;
  readonly revisedRows: number;
  readonly unchangedRows: number;
  /** Good rows that became known after the as-of: withheld until their time. */
  readonly heldRows: number;
  /** Rows set aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  readonly missingValues: number;
  /** Rows dropped because they repeat another. */
  readonly repeatedRows: number;
  readonly series: number;
  /** The end of the newest hour known at the as-of; null where nothing is known yet. */
  readonly dataUntilUtc: string | null;
}

/**
 * Stages the rows of an input that are known at the as-of. `commit` records the raw input, the rows set aside and the
 * source of the home. Running it again changes nothing.
 *
 * @throws USAGE_INVALID_VALUE where the as-of lies after the present; the errors of `stageObservations`
 */
export async function collect(context: CollectContext): Promise<StageResult<CollectOutput>> {
  const { store, input, asOfHour, presentHour, delayHours, runId } = context;
  refuseFuture(asOfHour, presentHour);
  using engine = await openParsingEngine(store.lake, context.threads);
  await viewInputRows(engine, store, { input, presentHour, delayHours });
  const before = alreadyStored(context);
  const found = await countRows(engine, asOfHour, before);
  const future = found.futureRows === 0 ? [] : await futureRows(engine, context);
  await engine.run(`CREATE OR REPLACE VIEW rows_to_stage AS SELECT * FROM input_rows
    WHERE NOT is_future AND known <= ${asOfHour} AND known > ${before}`);
  const keyNames = keyNamesOf(input.source.declaration);
  const staged = await stageObservations(store, engine, {
    relation: 'rows_to_stage',
    keyNames,
    asOfHour,
    runId,
  });
  const quarantined = [...input.record.parsed.quarantined, ...future];
  return {
    output: collectOutput(input, { found, staged: staged.output, quarantined }),
    commit: async (transaction) => {
      await staged.commit(transaction);
      await recordInput(transaction, context, { quarantined, throughHour: Math.max(asOfHour, before) });
    },
  };
}

/** Up to this hour everything of this very input is stored already. */
function alreadyStored({ input, delayHours }: CollectContext): number {
  const { stored } = input.record;
  return stored?.delayHours === delayHours ? stored.throughHour : -2_000_000_000;
}

interface Found {
  readonly visibleRows: number;
  readonly storedRows: number;
  readonly heldRows: number;
  readonly futureRows: number;
  readonly lastHour: number | null;
}

async function countRows(engine: SqlEngine, asOfHour: HourUtc, before: number): Promise<Found> {
  const visible = `NOT is_future AND known <= ${asOfHour}`;
  const [row] = await engine.rows<{ [Name in keyof Found]: Found[Name] }>(`SELECT
    count(*) FILTER (WHERE ${visible})::DOUBLE AS "visibleRows",
    count(*) FILTER (WHERE ${visible} AND known <= ${before})::DOUBLE AS "storedRows",
    count(*) FILTER (WHERE NOT is_future AND known > ${asOfHour})::DOUBLE AS "heldRows",
    count(*) FILTER (WHERE is_future)::DOUBLE AS "futureRows",
    max(hour) FILTER (WHERE ${visible})::DOUBLE AS "lastHour" FROM input_rows`);
  return row ?? { visibleRows: 0, storedRows: 0, heldRows: 0, futureRows: 0, lastHour: null };
}

/** The future rows of this raw input, set aside at its first collect; later ones only count what is left of them. */
async function futureRows(
  engine: SqlEngine,
  { store, input }: CollectContext,
): Promise<readonly QuarantinedRows[]> {
  const recorded = await store.catalogue
    .selectFrom('quarantine')
    .select(['object_key', 'first_line'])
    .where('raw_sha256', '=', input.record.rawSha256)
    .where('reason', '=', 'future_hour')
    .executeTakeFirst();
  if (recorded?.object_key == null) {
    const { record, file, source } = input;
    return putFutureRows(engine, store, { rawKey: record.rawKey, file, table: source.table });
  }
  const [left] = await engine.rows<{ n: number }>(
    'SELECT count(*)::DOUBLE AS n FROM input_rows WHERE is_future',
  );
  const { object_key: objectKey, first_line: firstLine } = recorded;
  return [{ reason: 'future_hour', rows: left?.n ?? 0, objectKey, firstLine: firstLine ?? 0 }];
}

interface Outcome {
  readonly found: Found;
  readonly staged: { readonly newRows: number; readonly revisedRows: number };
  readonly quarantined: readonly QuarantinedRows[];
}

function collectOutput(input: ReadInput, { found, staged, quarantined }: Outcome): CollectOutput {
  const { record, source } = input;
  const { rowsRead, missingValues, repeatedRows, series } = record.parsed;
  return {
    source: source.declaration.title,
    rawSha256: record.rawSha256,
    rowsRead,
    newRows: staged.newRows,
    revisedRows: staged.revisedRows,
    unchangedRows: found.visibleRows - staged.newRows - staged.revisedRows,
    heldRows: found.heldRows,
    quarantined: Object.fromEntries(quarantined.map(({ reason, rows }) => [reason, rows])),
    missingValues,
    repeatedRows,
    series,
    dataUntilUtc: found.lastHour === null ? null : isoOfHour(found.lastHour + 1),
  };
}
