/** The table of covariate readers: one line a reader. */
import { GridcastError } from '../../core/index.ts';
import type { Covariate, CovariateKind } from './covariate.ts';
import type { SourceDeclaration } from '../source.ts';
import { keyNamesOf } from '../source.ts';
import { dmiCovariate } from './dmi-covariate.ts';
import { edsForecastsCovariate, edsPricesCovariate } from './eds-covariates.ts';
import { fileCovariate } from './file-covariate.ts';
import { openMeteoCovariate } from './open-meteo-covariate.ts';

export const covariateKinds: readonly CovariateKind[] = [
  fileCovariate,
  dmiCovariate,
  openMeteoCovariate,
  edsPricesCovariate,
  edsForecastsCovariate,
];

/** A covariate as configuration leaves it: its reader reads the options. */
export interface CovariateSpec {
  readonly name: string;
  readonly source: string;
  readonly [option: string]: unknown;
}

/**
 * Opens covariates for a source.
 *
 * @throws COLLECT_COVARIATES_INVALID where a reader is unknown, a name stands twice, or a key is none of the source's;
 * COLLECT_OPTIONS_INVALID
 */
export function openCovariates(specs: readonly CovariateSpec[], declared: SourceDeclaration): Covariate[] {
  const keyNames = keyNamesOf(declared);
  const names = new Set<string>();
  return specs.map(({ source, ...options }) => {
    const kind = covariateKinds.find((candidate) => candidate.name === source);
    const refuse = (problem: string): GridcastError =>
      new GridcastError('COLLECT_COVARIATES_INVALID', { name: options.name, problem });
    if (kind === undefined) {
      throw refuse(
        `there is no reader "${source}"; there is ${covariateKinds.map(({ name }) => name).join(', ')}`,
      );
    }
    const covariate = kind.open(options, declared);
    if (names.has(options.name)) throw refuse('the name is there twice');
    names.add(options.name);
    const unknown = covariate.keyNames.find((key) => !keyNames.includes(key));
    if (unknown !== undefined) {
      const known = keyNames.length === 0 ? 'none' : keyNames.join(', ');
      throw refuse(`keys name "${unknown}", but the keys of the source are: ${known}`);
    }
    return { ...covariate, options: { ...covariate.options, source } };
  });
}
