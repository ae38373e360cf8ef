/** The covariates of a home: those asked for, else those of its last collect. */
import { canonicalJson, type Json } from '../../core/index.ts';
import { findSetting, setSetting, type Catalogue, type CatalogueTransaction } from '../../store/index.ts';
import type { Source } from '../source.ts';
import type { Covariate } from './covariate.ts';
import { openCovariates, type CovariateSpec } from './covariates.ts';

const SETTING = 'covariates';

/**
 * Opens the covariates of a home.
 *
 * @param asked absent: those of the last collect; a list, even an empty one, takes their place
 * @throws the errors of `openCovariates`
 */
export async function resolveCovariates(
  catalogue: Catalogue,
  source: Source,
  asked: readonly CovariateSpec[] | undefined,
): Promise<readonly Covariate[]> {
  const text = asked === undefined ? await findSetting(catalogue, SETTING) : undefined;
  const specs = asked ?? (text === undefined ? [] : (JSON.parse(text) as CovariateSpec[]));
  return openCovariates(specs, source.declaration);
}

/** Remembers the covariates of a collect; part of its commit. */
export async function rememberCovariates(
  transaction: CatalogueTransaction,
  covariates: readonly Covariate[],
): Promise<void> {
  const known = await findSetting(transaction, SETTING);
  const text = canonicalJson(covariates.map(({ options }) => options as Json));
  if (known === text || (known === undefined && covariates.length === 0)) return;
  await setSetting(transaction, SETTING, text);
}
