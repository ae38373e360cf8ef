/** What is remembered of the input read last, so that an unchanged one is neither read nor parsed again. */
import { z } from 'zod';
import { findSetting, setSetting, type Catalogue } from '../store/index.ts';

const SETTING = 'collect_input';

const quarantined = z.object({
  reason: z.string(),
  rows: z.number(),
  objectKey: z.string(),
  firstLine: z.number(),
});

const parsedInput = z.object({
  objectKey: z.string(),
  rowsRead: z.number(),
  goodRows: z.number(),
  missingValues: z.number(),
  repeatedRows: z.number(),
  series: z.number(),
  quarantined: z.array(quarantined),
});

const inputRecord = z.object({
  path: z.string(),
  bytes: z.number(),
  stamp: z.string(),
  rawKey: z.string(),
  rawSha256: z.string(),
  /** Hash of the options and the version of the parser. */
  parserHash: z.string(),
  parsed: parsedInput,
  /** All rows known by `throughHour` at this delay are stored; absent before the first commit. */
  stored: z.object({ delayHours: z.number(), throughHour: z.number() }).optional(),
});

/** A bad row's reason with its object in the lake. */
export type QuarantinedRows = Readonly<z.output<typeof quarantined>>;
/** The parsed form of a raw input: an object with key_0.., hour, value, known_hour, line, and what it was made from. */
export type ParsedInput = Readonly<z.output<typeof parsedInput>>;
export type InputRecord = Readonly<z.output<typeof inputRecord>>;

/** The record of the source's input, or of a covariate's, as it was read last; undefined where there is none that this version can read. */
export async function findInputRecord(
  catalogue: Catalogue,
  covariate?: string,
): Promise<InputRecord | undefined> {
  const text = await findSetting(catalogue, settingOf(covariate));
  if (text === undefined) return undefined;
  const result = inputRecord.safeParse(JSON.parse(text));
  return result.success ? result.data : undefined;
}

/** Replaces the record. */
export async function setInputRecord(
  catalogue: Catalogue,
  record: InputRecord,
  covariate?: string,
): Promise<void> {
  await setSetting(catalogue, settingOf(covariate), JSON.stringify(record));
}

function settingOf(covariate: string | undefined): string {
  return covariate === undefined ? SETTING : `${SETTING}:${covariate}`;
}
