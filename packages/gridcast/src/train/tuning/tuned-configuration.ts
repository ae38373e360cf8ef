/** The configuration that a sweep or a selection of columns found, as an object of the lake that trainings read. */
import { canonicalJson, GridcastError, reasonOf, type HourUtc, type Json } from '../../core/index.ts';
import { isLongHistory, type PanelFacts } from '../../model/index.ts';
import type { Settings } from './space.ts';

const FORMAT = 1;

/** What must be as it was in the sweep for its configuration to hold. */
export interface TuningTerms {
  readonly delayHours: number;
  /** The feature view, by name and version. */
  readonly view: string;
  /** Whether a year of history was there: members of weeks and of years are made differently. */
  readonly isLong: boolean;
  readonly covariates: readonly string[];
}

/** Errors of the ensemble at one origin that no trial had seen. */
export interface HeldOutOrigin {
  readonly origin: HourUtc;
  readonly inForce: number;
  readonly tuned: number;
}

export interface TunedConfiguration {
  readonly format: typeof FORMAT;
  readonly settings: Settings;
  readonly terms: TuningTerms;
  /** The sweep and its trial, where it was a sweep. */
  readonly sweep?: string;
  readonly trial?: number;
  /** The selection of columns, and those that stay, where it was one; what is left out stands in the settings. */
  readonly selection?: string;
  readonly columns?: readonly string[];
  /** Mean MASE over the folds. */
  readonly mase: number;
  /** What it was put in force for. */
  readonly heldOut: readonly HeldOutOrigin[];
}

/** Equal configurations give equal text. */
export function formatConfiguration(configuration: TunedConfiguration): string {
  return canonicalJson(configuration as unknown as Json);
}

/** Reads one back. @throws TUNE_CONFIGURATION_UNREADABLE */
export function parseConfiguration(text: string, key: string): TunedConfiguration {
  let value: Partial<TunedConfiguration> | null;
  try {
    value = JSON.parse(text) as Partial<TunedConfiguration> | null;
  } catch (cause) {
    throw new GridcastError('TUNE_CONFIGURATION_UNREADABLE', { key, reason: reasonOf(cause) }, { cause });
  }
  if (value?.format === FORMAT && value.settings !== undefined && value.terms !== undefined)
    return value as TunedConfiguration;
  const reason = `format ${String(value?.format)} was found, ${FORMAT} is wanted`;
  throw new GridcastError('TUNE_CONFIGURATION_UNREADABLE', { key, reason });
}

/** What a configuration sets for a panel: nothing where the panel's history is not of the kind that was tuned on. */
export function settingsFor(
  configuration: Pick<TunedConfiguration, 'settings' | 'terms'> | undefined,
  { historyHours }: Pick<PanelFacts, 'historyHours'>,
): Settings {
  const holds = configuration?.terms.isLong === isLongHistory(historyHours);
  return holds ? configuration.settings : {};
}
