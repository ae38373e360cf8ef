import { LightGbmUsageError } from '../errors.ts';
import type { LightGbmParams, ParameterValue } from '../parameters.ts';
import type { NativeLibrary } from './native-library.ts';

/** Parameters under their chief names. */
export type Parameters = ReadonlyMap<string, ParameterValue>;

/** Parameters that shape a dataset; once it is built they can no longer change. */
const datasetParameters = new Set([
  'bin_construct_sample_cnt',
  'categorical_feature',
  'data_random_seed',
  'enable_bundle',
  'feature_pre_filter',
  'forcedbins_filename',
  'ignore_column',
  'is_enable_sparse',
  'linear_tree',
  'max_bin',
  'max_bin_by_feature',
  'min_data_in_bin',
  'precise_float_parser',
  'pre_partition',
  'use_missing',
  'zero_as_missing',
]);

/** Parameters that would be without effect, and the option that stands in their place. */
const options: Readonly<Record<string, string>> = {
  categorical_feature: 'categorical',
  early_stopping_min_delta: 'earlyStopping',
  early_stopping_round: 'earlyStopping',
  first_metric_only: 'earlyStopping',
  input_model: 'initModel',
  num_iterations: 'rounds',
};

/** Knows every parameter and alias of the loaded library, and the defaults of this package. */
export class ParameterBook {
  readonly #chiefNames = new Map<string, string>();
  readonly #threads: number;

  constructor(native: NativeLibrary, threads: number) {
    const table = JSON.parse(native.callForText('LGBM_DumpParamAliases')) as Record<string, string[]>;
    for (const [name, aliases] of Object.entries(table)) {
      for (const alias of [name, ...aliases]) this.#chiefNames.set(alias, name);
    }
    this.#threads = threads;
  }

  /**
   * Resolves aliases and drops what is undefined.
   *
   * @throws LightGbmUsageError on an unknown name, a name given twice, one that is an option here, or a wrong number.
   */
  parse(params: LightGbmParams): Parameters {
    const parsed = new Map<string, ParameterValue>();
    for (const [name, value] of Object.entries(params)) {
      if (value === undefined) continue;
      const chiefName = this.#chiefNames.get(name);
      if (chiefName === undefined) {
        throw new LightGbmUsageError(`LightGBM knows no parameter "${name}".`);
      }
      if (options[chiefName] !== undefined) {
        throw new LightGbmUsageError(
          `Use the option "${options[chiefName]}" instead of the parameter "${name}".`,
        );
      }
      if (parsed.has(chiefName)) {
        throw new LightGbmUsageError(`The parameter "${chiefName}" is given twice, once as "${name}".`);
      }
      parsed.set(chiefName, checkedValue(name, value));
    }
    return parsed;
  }

  /** Writes parameters, with this package's defaults below them, in the form LightGBM reads; sorted by name. */
  write(parameters: Parameters): string {
    const all = new Map<string, ParameterValue>([
      ['deterministic', true],
      ['feature_pre_filter', false],
      ['num_threads', this.#threads],
      ['seed', 0],
      ['verbosity', 1],
      ...parameters,
    ]);
    if (all.get('force_row_wise') !== true && !all.has('force_col_wise')) all.set('force_col_wise', true);
    return [...all]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`)
      .join(' ');
  }
}

/**
 * Puts training parameters above those of the dataset trained on.
 *
 * @throws LightGbmUsageError when they ask for a dataset of another shape.
 */
export function mergeParameters(dataset: Parameters, training: Parameters): Parameters {
  for (const [name, value] of training) {
    const built = dataset.get(name);
    if (!datasetParameters.has(name) || String(built) === String(value)) continue;
    const has = built === undefined ? 'without it' : `with ${String(built)}`;
    throw new LightGbmUsageError(
      `The parameter ${name}=${String(value)} belongs to the dataset, which was built ${has}; give it to createDataset.`,
    );
  }
  return new Map([...dataset, ...training]);
}

function checkedValue(name: string, value: ParameterValue): ParameterValue {
  const items: readonly (string | number | boolean)[] = Array.isArray(value)
    ? (value as readonly (string | number)[])
    : [value as string | number | boolean];
  for (const item of items) {
    if (typeof item === 'number' && !Number.isFinite(item)) {
      throw new LightGbmUsageError(`The parameter "${name}" is ${item}, but a finite number is wanted.`);
    }
    if (typeof item === 'string' && /[\s=]/.test(item)) {
      throw new LightGbmUsageError(
        `The parameter "${name}" is "${item}", but a value holds no space and no "=".`,
      );
    }
  }
  return value;
}
