/** Reads a source's input: kept raw, parsed once. */
import { basename } from 'node:path';
import { hashJson, type Json, type Logger, type ProgressListener } from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { findInputRecord, type InputRecord } from './input-record.ts';
import { fileState, keepRaw, type FileState } from './keep-raw.ts';
import { PARSER_VERSION, putParsed } from './put-parsed.ts';
import type { RawFile, Source } from './source.ts';
import type { TableSpec } from './table/table-spec.ts';

export interface ReadInputContext {
  readonly store: Store;
  readonly source: Source;
  /** The source's input. */
  readonly file: RawFile;
  readonly threads: number;
  readonly logger: Logger;
  readonly progress?: ProgressListener;
}

/** An input whose raw bytes and rows are in the lake; the catalogue does not know of it yet. */
export interface ReadInput {
  readonly source: Source;
  readonly record: InputRecord;
  /** The name that messages use. */
  readonly file: string;
  readonly rawBytes: number;
  /** Hash of the bytes and of what the parser is asked to make of them; no path, no clock. */
  readonly inputHash: string;
}

/**
 * Reads the input. A file that was not written since the last collect is not read again; content that was parsed before
 * under the same options is not parsed again. Nothing is written but objects of the lake.
 *
 * @throws the errors of `parseTable`
 */
export async function readInput(context: ReadInputContext): Promise<ReadInput> {
  const { store, source, file } = context;
  const last = await findInputRecord(store.catalogue);
  const record = await readTable({ ...context, path: file.path, table: source.table }, last);
  return readInputOf(source, record);
}

export type ReadTableContext = Omit<ReadInputContext, 'source' | 'file'> & {
  readonly path: string;
  readonly table: TableSpec;
};

/** The same for any file of rows; `last` is what is remembered of it. */
export async function readTable(
  context: ReadTableContext,
  last: InputRecord | undefined,
): Promise<InputRecord> {
  const { store, table, logger } = context;
  const state = await fileState(context.path);
  const file = basename(state.path);
  const parserHash = hashJson({ table: table as unknown as Json, version: PARSER_VERSION });
  const isSame = last?.parserHash === parserHash && (await hasObjects(store, last));
  if (isSame && isUnwritten(last, state)) {
    logger.debug('input unchanged', { file, bytes: state.bytes });
    return last;
  }
  const raw = await keepRaw(store.lake, state.path);
  logger.debug('raw input kept', { file, bytes: raw.bytes, sha256: raw.sha256 });
  const kept = { ...state, bytes: raw.bytes, rawKey: raw.key, rawSha256: raw.sha256, parserHash };
  if (isSame && last.rawSha256 === raw.sha256) {
    return { ...last, ...kept };
  }
  const parsed = await putParsed(
    store.lake,
    { path: await store.lake.localPath(raw.key), file },
    { spec: table, threads: context.threads, progress: context.progress },
  );
  logger.info('input parsed', { file, rowsRead: parsed.rowsRead, goodRows: parsed.goodRows });
  return { ...kept, parsed };
}

function readInputOf(source: Source, record: InputRecord): ReadInput {
  const { rawSha256, parserHash } = record;
  return {
    source,
    record,
    file: basename(record.path),
    rawBytes: record.bytes,
    inputHash: hashJson({ rawSha256, parserHash }),
  };
}

function isUnwritten(last: InputRecord, state: FileState): boolean {
  return last.path === state.path && last.bytes === state.bytes && last.stamp === state.stamp;
}

async function hasObjects(store: Store, last: InputRecord): Promise<boolean> {
  return (await store.lake.has(last.rawKey)) && (await store.lake.has(last.parsed.objectKey));
}
