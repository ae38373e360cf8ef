/** The rows of one window become observations. */
import { GridcastError, type HourUtc } from '../../core/index.ts';
import {
  listQuarantine,
  NOTHING_STAGED,
  readParquet,
  stageObservations,
  type CatalogueTransaction,
  type SqlEngine,
  type StagedObservations,
  type Store,
} from '../../store/index.ts';
import type { QuarantinedRows } from '../input-record.ts';
import { parseTable, type ParsedCounts } from '../parse/parse-table.ts';
import { openParsingEngine, putBadRows } from '../put-parsed.ts';
import { createBadRowDetails } from '../quarantine/bad-rows.ts';
import { keyNamesOf, type SourceDeclaration } from '../source.ts';
import { openTable } from '../table/open-table.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { checkRecords } from './check-columns.ts';

export interface StageWindowRequest {
  readonly store: Store;
  readonly declaration: SourceDeclaration;
  readonly feed: string;
  readonly spec: TableSpec;
  /** One JSON object a line, at least one. */
  readonly linesPath: string;
  readonly asOfHour: HourUtc;
  readonly presentHour: HourUtc;
  /**
   * Hours from `fromHour` that should have been published by `hour` were not there then: their first version came late.
   * Absent in a first reading, which cannot tell.
   */
  readonly lastRead:
    { readonly hour: HourUtc; readonly fromHour: HourUtc; readonly delayHours: number } | undefined;
  readonly runId: string;
  readonly threads: number;
}

export interface StagedWindow {
  readonly counts: ParsedCounts;
  readonly staged: StagedObservations;
  readonly quarantined: readonly QuarantinedRows[];
  readonly commit: (transaction: CatalogueTransaction) => Promise<void>;
}

/**
 * Parses and stages a window. A value that differs from what is stored becomes a revision known at the as-of; an hour that
 * was published after its delay is known from the as-of too; any other is known after its delay.
 *
 * @throws COLLECT_FEED_COLUMN, COLLECT_FEED_TYPE, COLLECT_NO_GOOD_ROW, and the errors of `stageObservations`
 */
export async function stageWindow(request: StageWindowRequest): Promise<StagedWindow> {
  const { store, declaration, feed, spec, linesPath, presentHour, lastRead, asOfHour } = request;
  await checkRecords(feed, spec, linesPath);
  using engine = await openParsingEngine(store.lake, request.threads);
  const raw = { path: linesPath, file: feed };
  const counts = await parseTable(engine, raw, spec).catch((thrown: unknown) => {
    // every value of the window is missing: nothing to stage, and nothing wrong
    if (thrown instanceof GridcastError && thrown.code === 'COLLECT_FILE_EMPTY') return undefined;
    throw thrown;
  });
  if (counts === undefined) return { ...emptyWindow(), commit: async () => undefined };
  await forgetKnownBadRows(store, engine);
  const quarantined = await putBadRows(store.lake, engine);
  const future = await putFuture(engine, request);
  const keys = keyNamesOf(declaration).map((_, i) => `key_${i}, `);
  const known =
    lastRead === undefined
      ? 'NULL'
      : `CASE WHEN hour >= ${lastRead.fromHour} AND hour + ${1 + lastRead.delayHours} <= ${lastRead.hour} THEN ${asOfHour} END`;
  await engine.run(`CREATE OR REPLACE VIEW rows_to_stage AS
    SELECT ${keys.join('')} hour, value, (${known})::INTEGER AS known_hour FROM good_rows WHERE hour < ${presentHour}`);
  const staged = await stageObservations(store, engine, {
    relation: 'rows_to_stage',
    keyNames: keyNamesOf(declaration),
    asOfHour,
    runId: request.runId,
  });
  return { counts, staged: staged.output, quarantined: [...quarantined, ...future], commit: staged.commit };
}

function emptyWindow(): Omit<StagedWindow, 'commit'> {
  const counts = { rowsRead: 0, goodRows: 0, missingValues: 0, repeatedRows: 0 };
  return { counts, staged: NOTHING_STAGED, quarantined: [] };
}

/** Sets rows aside whose hours have not ended. */
async function putFuture(
  engine: SqlEngine,
  request: StageWindowRequest,
): Promise<readonly QuarantinedRows[]> {
  const { store, spec, linesPath, feed, presentHour } = request;
  await engine.run(`CREATE OR REPLACE TABLE future_rows AS
    SELECT record, 'future_hour' AS reason FROM good_rows WHERE hour >= ${presentHour}`);
  const [found] = await engine.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM future_rows');
  if (found === undefined || found.n === 0) return [];
  const table = await openTable(engine, { path: linesPath, file: feed }, spec);
  await createBadRowDetails(engine, { table, spec, badRows: 'future_rows' });
  await forgetKnownBadRows(store, engine);
  return putBadRows(store.lake, engine);
}

/** How many earlier objects of bad rows are looked through. */
const LOOKED_THROUGH = 64;

/** Hours are read again and again for revisions; a bad row that was set aside before is not set aside again. */
async function forgetKnownBadRows(store: Store, engine: SqlEngine): Promise<void> {
  const { items } = await listQuarantine(store.catalogue, { limit: LOOKED_THROUGH });
  const keys = new Set(items.flatMap(({ object_key: key }) => key ?? []));
  if (keys.size === 0) return;
  const paths = await Promise.all([...keys].map((key) => store.lake.localPath(key)));
  await engine.run(`DELETE FROM bad_row_details d USING ${readParquet(paths)} q
    WHERE q.reason = d.reason AND q.raw = d.raw`);
}
