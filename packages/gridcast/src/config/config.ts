/** Configuration: unknown values from a file, the environment and flags become one filled, checked Config. */
import { z } from 'zod';
import { GridcastError, withoutSecrets, type Json } from '../core/index.ts';

const hours = z.number().int().min(0);

/** The schema, its meaning and its defaults; a source's own options stay unknown until the source parses them. */
const schema = z.strictObject({
  /** Folder that holds all state. */
  home: z.string().min(1).default('.gridcast'),
  /** Where objects are kept: `file` (a folder of the home), `gs://bucket/prefix` or `s3://bucket/prefix`. */
  lake: z.string().min(1).default('file'),
  /** Address of the bucket's service, where it is not the provider's own; credentials come from the environment alone. */
  lakeEndpoint: z.string().min(1).optional(),
  /** How much of a bucket's objects the home keeps for reading, in GiB. */
  lakeCacheGiB: z.number().positive().default(10),
  /** Where the catalogue is: `sqlite` (a file of the home) or `postgres://user@host:5432/database`. */
  catalogue: z.string().min(1).default('sqlite'),
  /** Name and options of the data source; absent until the first collect fixes it. */
  source: z.looseObject({ name: z.string().min(1) }).optional(),
  /** Publication delay in hours that overrides the source's. */
  delayHours: hours.optional(),
  /** Hourly values beside the series, each with its name and its reader's options; absent: those of the last collect. */
  covariates: z.array(z.looseObject({ name: z.string(), source: z.string().default('file') })).optional(),
  /** Threads of the SQL engine and of LightGBM; never changes a result. */
  threads: z.number().int().min(1).max(256).default(2),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  seed: z.number().int().min(0).default(1),
  validate: z
    .strictObject({
      /** Suites of expectations beside the source's own, in the form of Great Expectations; `on` names the relation. */
      suites: z
        .array(z.looseObject({ name: z.string().min(1), expectations: z.array(z.unknown()) }))
        .default([]),
    })
    .prefault({}),
  train: z
    .strictObject({
      /** A model older than this is trained anew by `run`. */
      maxAgeHours: hours.default(24),
      /** Training rows at most, sampled deterministically. */
      maxRows: z.number().int().min(1000).default(20_000),
      /**
       * A new model is trained where the champion's published forecasts err, beside copying the day before, so many times as
       * much as it did when it was measured at its training.
       */
      maxErrorRatio: z.number().min(1).default(1.5),
    })
    .prefault({}),
});

export type Config = z.output<typeof schema>;

/** Where a value came from, lowest precedence first. */
export type ConfigOrigin = 'default' | 'file' | 'environment' | 'flag';

/** One layer of values as given: nested objects of unknown. */
export interface ConfigLayer {
  readonly origin: Exclude<ConfigOrigin, 'default'>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A configuration and, for every leaf (`train.maxAgeHours`), where its value came from. */
export interface ResolvedConfig {
  readonly config: Config;
  readonly origins: Readonly<Record<string, ConfigOrigin>>;
}

/**
 * Fills a configuration from layers, later ones winning leaf by leaf.
 *
 * @throws USAGE_INVALID_VALUE with the path of the first value that does not fit.
 */
export function resolveConfig(layers: readonly ConfigLayer[]): ResolvedConfig {
  const merged: Record<string, unknown> = {};
  const origins: Record<string, ConfigOrigin> = {};
  for (const layer of layers) mergeInto(merged, layer.values, { origin: layer.origin, origins, path: '' });
  const parsed = schema.safeParse(merged);
  if (!parsed.success) throw invalid(merged, parsed.error);
  for (const path of leafPaths(parsed.data)) origins[path] ??= 'default';
  return { config: parsed.data, origins };
}

/** The part of a configuration that decides results: what run and model identities are made from. */
export function decidingConfig(config: Config): Json {
  return { seed: config.seed, train: config.train };
}

interface MergeState {
  readonly origin: ConfigOrigin;
  readonly origins: Record<string, ConfigOrigin>;
  readonly path: string;
}

function mergeInto(
  target: Record<string, unknown>,
  values: Readonly<Record<string, unknown>>,
  state: MergeState,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const path = state.path === '' ? name : `${state.path}.${name}`;
    if (isPlainObject(value) && isPlainObject(target[name] ?? {})) {
      const inner = { ...(target[name] as Record<string, unknown> | undefined) };
      mergeInto(inner, value, { ...state, path });
      target[name] = inner;
    } else {
      target[name] = value;
      state.origins[path] = state.origin;
    }
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leafPaths(value: unknown, path = ''): string[] {
  if (!isPlainObject(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leafPaths(inner, path === '' ? name : `${path}.${name}`),
  );
}

function invalid(merged: unknown, error: z.ZodError): GridcastError {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>(
    (value, name) => (isPlainObject(value) ? value[String(name)] : undefined),
    merged,
  );
  const unknownNames = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
  return new GridcastError('USAGE_INVALID_VALUE', {
    name: unknownNames ?? (path.join('.') || 'configuration'),
    value: withoutSecrets(typeof found === 'string' ? found : (JSON.stringify(found) ?? 'absent')),
    expected:
      unknownNames === undefined
        ? (issue?.message ?? 'something else was expected')
        : 'there is no such setting',
  });
}
