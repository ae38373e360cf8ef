/** The catalogue rows of a collect. */
import type { HourUtc } from '../core/index.ts';
import {
  recordQuarantine,
  recordRawInput,
  type CatalogueTransaction,
  type NewQuarantine,
} from '../store/index.ts';
import type { CollectContext } from './collect.ts';
import { fixSource } from './fixed-source.ts';
import { setInputRecord, type QuarantinedRows } from './input-record.ts';

/** Records what a collect read: the raw input, the rows set aside, the source of the home and how far it is stored. */
export async function recordInput(
  transaction: CatalogueTransaction,
  context: CollectContext,
  collected: { readonly quarantined: readonly QuarantinedRows[]; readonly throughHour: number },
): Promise<void> {
  const { input, asOfHour, runId, delayHours } = context;
  const { record } = input;
  await fixSource(transaction, input.source);
  const { rawSha256: sha256, rawKey: key } = record;
  const raw = [{ sha256, key, file: input.file, bytes: input.rawBytes }];
  await recordRead(transaction, { raw, quarantined: collected.quarantined }, { asOfHour, runId });
  await setInputRecord(transaction, {
    ...record,
    stored: { delayHours, throughHour: collected.throughHour },
  });
}

/** An input's bytes in the lake. */
export interface RawBytes {
  readonly sha256: string;
  readonly key: string;
  readonly file: string;
  readonly bytes: number;
}

/** The collect that records something. */
export interface Collecting {
  readonly asOfHour: HourUtc;
  readonly runId: string;
  /** What is read; default: observations. */
  readonly dataset?: 'observations' | 'covariates';
}

/** Records what was read and the rows that were set aside, under the first of it; the same again change nothing. */
export async function recordRead(
  transaction: CatalogueTransaction,
  {
    raw,
    quarantined,
  }: { readonly raw: readonly RawBytes[]; readonly quarantined: readonly QuarantinedRows[] },
  { asOfHour, runId, dataset = 'observations' }: Collecting,
): Promise<void> {
  for (const { sha256, key, file, bytes } of raw) {
    const made = { as_of: asOfHour, run_id: runId, dataset };
    await recordRawInput(transaction, { sha256, object_key: key, origin_name: file, bytes, ...made });
  }
  const first = raw[0]?.sha256 ?? '';
  for (const rows of quarantined) {
    await recordBadRows(transaction, quarantineRow(rows, first, { asOfHour, runId }));
  }
}

/** The catalogue's row of some bad rows of a raw input. */
export function quarantineRow(
  { reason, rows, objectKey, firstLine }: QuarantinedRows,
  rawSha256: string,
  { asOfHour, runId }: Collecting,
): NewQuarantine {
  return {
    raw_sha256: rawSha256,
    reason,
    rows,
    object_key: objectKey,
    first_line: firstLine,
    as_of: asOfHour,
    run_id: runId,
  };
}

async function recordBadRows(transaction: CatalogueTransaction, row: NewQuarantine): Promise<void> {
  const known = await transaction
    .selectFrom('quarantine')
    .select('id')
    .where('raw_sha256', '=', row.raw_sha256)
    .where('reason', '=', row.reason)
    .where('object_key', '=', row.object_key ?? null)
    .executeTakeFirst();
  if (known !== undefined) return;
  await recordQuarantine(transaction, [row]);
}
