/** Covariates are kept like observations: versions of (name, entity, hour) that are never overwritten. */
import type { HourUtc } from '../../core/index.ts';
import { stageObservations, type StagedObservations } from '../observations/stage.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { StageResult, Store } from '../store.ts';

/** The dataset's name in the catalogue. */
export const COVARIATES = 'covariates';

/** What identifies the value of an hour. */
export const COVARIATE_KEYS = ['name', 'entity'] as const;

export interface StageCovariatesOptions {
  /**
   * A table, view or query in brackets: name, entity VARCHAR (see `covariateEntity`), hour INTEGER, value DOUBLE, known_hour INTEGER, the
   * full hour from which the value is known; null: its hour's end and the covariate's delay.
   */
  readonly relation: string;
  /** The known-at of a revision that tells none. */
  readonly asOfHour: HourUtc;
  readonly runId: string;
}

/** Stages covariate rows; rules, errors and commit are those of `stageObservations`. */
export async function stageCovariates(
  store: Store,
  engine: SqlEngine,
  { relation, asOfHour, runId }: StageCovariatesOptions,
): Promise<StageResult<StagedObservations>> {
  const keys = COVARIATE_KEYS.map((key, i) => `${key} AS key_${i}`).join(', ');
  await engine.run(
    `CREATE OR REPLACE VIEW covariates_to_stage AS SELECT ${keys}, hour, value, known_hour FROM ${relation}`,
  );
  const given = { relation: 'covariates_to_stage', keyNames: COVARIATE_KEYS };
  return stageObservations(store, engine, { ...given, dataset: COVARIATES, asOfHour, runId });
}
