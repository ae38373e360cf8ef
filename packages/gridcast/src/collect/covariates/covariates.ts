/** The table of covariate readers: one line a reader. */
import { GridcastError } from '../../core/index.ts';
import type { Covariate, CovariateKind } from './covariate.ts';
import { fileCovariate } from './file-covariate.ts';

export const covariateKinds: readonly CovariateKind[] = [fileCovariate];

/** A covariate as configuration leaves it: its reader reads the options. */
export interface CovariateSpec {
  readonly name: string;
  readonly source: string;
  readonly [option: string]: unknown;
}

/**
 * Opens covariates for a source with these key columns.
 *
 * @throws COLLECT_COVARIATES_INVALID where a reader is unknown, a name stands twice, or a key is none of the source's;
 * COLLECT_OPTIONS_INVALID
 */
export function openCovariates(specs: readonly CovariateSpec[], keyNames: readonly string[]): Covariate[] {
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
    const covariate = kind.open(options);
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
