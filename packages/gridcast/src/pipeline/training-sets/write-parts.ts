/** The rows of a training set, written piece by piece: memory holds one piece at a time. */
import type { HourUtc } from '../../core/index.ts';
import {
  eachFeatureChunk,
  isSingleVersion,
  truthSql,
  type FeatureChunk,
  type FeatureColumn,
  type Link,
  type Scale,
} from '../../features/index.ts';
import { putQuery, quoteIdentifier, type SqlEngine } from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import { SPINE } from './load-spine.ts';
import { splitSql, type Split } from './splits.ts';
import { openPartCounter, type Counted } from './statistics.ts';

/** One object of a training set. */
export interface TrainingPart {
  readonly objectKey: string;
  readonly scale: Scale;
  readonly rows: number;
  readonly firstOrigin: HourUtc;
  readonly lastOrigin: HourUtc;
}

export interface WriteParts {
  readonly home: FeatureHome;
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  readonly asOf: HourUtc;
  readonly scales: readonly Scale[];
  readonly columns: readonly FeatureColumn[];
  /** Absent: the rows are vectors alone, without truth and split. */
  readonly splits: readonly Split[] | undefined;
  readonly kind: 'training' | 'features';
  readonly signal: AbortSignal;
  readonly progress: (rows: number) => void;
}

/** What was written. */
export interface WrittenParts {
  readonly parts: readonly TrainingPart[];
  /** Of sets that have splits. */
  readonly counted: Counted | undefined;
}

/** Of a piece of a build: many enough that joining is cheap, few enough for 2 GiB with any number of series. */
const LIMITS = { gridRows: 1_000_000, chunkRows: 200_000 };

/**
 * Builds the vectors of the asked spine, joins the truths, and puts them into the lake as one object a piece. Sets that have splits
 * are counted, each piece while the next one is made.
 */
export async function writeParts(options: WriteParts): Promise<WrittenParts> {
  const { home, engine, columns, scales, splits } = options;
  const parts: TrainingPart[] = [];
  const isSingle = await isSingleVersion(engine, home.delayHours);
  const names = [...columns.map(({ name }) => name), 'truth'];
  await using counter = splits && (await openPartCounter(home.store.lake, names));
  let rows = 0;
  for (const scale of scales) {
    const question = { spine: SPINE, delayHours: home.delayHours, calendar: home.calendar };
    const link: Link = scale === 'log' ? 'log' : 'linear';
    await eachFeatureChunk(
      engine,
      { ...question, link, columns, anchors: [], limits: LIMITS },
      async (chunk) => {
        options.signal.throwIfAborted();
        if (chunk.rows === 0) return;
        const part = await putPart(options, { ...chunk, isSingle }, scale);
        parts.push(part);
        await counter?.add(part.objectKey);
        options.progress((rows += part.rows));
      },
    );
  }
  return { parts, counted: await counter?.counted() };
}

type TruthChunk = FeatureChunk & { readonly isSingle: boolean };

async function putPart(options: WriteParts, chunk: TruthChunk, scale: Scale): Promise<TrainingPart> {
  const { home, engine, kind } = options;
  const { firstOrigin, lastOrigin } = chunk;
  const object = await putQuery(home.store.lake, engine, { kind, query: chunkSql(chunk, scale, options) });
  return { objectKey: object.key, scale, rows: object.rows, firstOrigin, lastOrigin };
}

/** Rows on the scale asked for, with their truth in the source's unit and their split. */
function chunkSql(chunk: TruthChunk, scale: Scale, options: WriteParts): string {
  const { columns, splits, home, asOf, keyNames } = options;
  const features = columns.map(({ name, unit }) => {
    const column = `f.${quoteIdentifier(name)}`;
    return unit === 'value' && scale === 'value' ? `${column} * f.scale AS ${quoteIdentifier(name)}` : column;
  });
  const hour = (name: string): string => `make_timestamp(f.${name}::BIGINT * 3600000000) AS`;
  const selected = [
    ...keyNames.map((name, i) => `s.key_${i} AS ${quoteIdentifier(name)}`),
    `${hour('target')} target_hour_utc`,
    `${hour('origin')} origin_utc`,
    ...(splits === undefined ? [] : [`${splitSql(splits, home.delayHours)} AS split`]),
    `'${scale}' AS scale`,
    'f.scale AS scale_unit',
    ...features,
    ...(splits === undefined ? [] : ['t.truth']),
  ];
  const truth = `LEFT JOIN (${truthSql({ ...chunk, asOf })}) t ON t.series = f.series AND t.hour = f.target`;
  return `SELECT ${selected.join(', ')} FROM (${chunk.query}) f JOIN series s ON s.series = f.series
    ${splits === undefined ? '' : truth} ORDER BY f.origin, f.series, f.target`;
}
