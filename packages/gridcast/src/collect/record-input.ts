/** The catalogue rows of a collect. */
import type { HourUtc } from '../core/index.ts';
import { recordQuarantine, recordRawInput, type CatalogueTransaction } from '../store/index.ts';
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
  await recordRawInput(transaction, {
    sha256: record.rawSha256,
    object_key: record.rawKey,
    origin_name: input.file,
    bytes: input.rawBytes,
    as_of: asOfHour,
    run_id: runId,
  });
  const at = { rawSha256: record.rawSha256, asOfHour, runId };
  for (const rows of collected.quarantined) await recordBadRows(transaction, rows, at);
  await setInputRecord(transaction, {
    ...record,
    stored: { delayHours, throughHour: collected.throughHour },
  });
}

/** Records rows of a raw input that were set aside; the same again change nothing. */
export async function recordBadRows(
  transaction: CatalogueTransaction,
  { reason, rows, objectKey, firstLine }: QuarantinedRows,
  at: { readonly rawSha256: string; readonly asOfHour: HourUtc; readonly runId: string },
): Promise<void> {
  const { rawSha256: raw, asOfHour, runId } = at;
  const known = await transaction
    .selectFrom('quarantine')
    .select('id')
    .where('raw_sha256', '=', raw)
    .where('reason', '=', reason)
    .where('object_key', '=', objectKey)
    .executeTakeFirst();
  if (known !== undefined) return;
  await recordQuarantine(transaction, [
    {
      raw_sha256: raw,
      reason,
      rows,
      object_key: objectKey,
      first_line: firstLine,
      as_of: asOfHour,
      run_id: runId,
    },
  ]);
}
