/** What a published forecast was made from, as the catalogue recorded it. */
import { findFixedSource, openSource, type SourceDeclaration } from '../../collect/index.ts';
import { GridcastError, type CovariateFacts } from '../../core/index.ts';
import { referenceOf, servingView } from '../../features/index.ts';
import type { RegisteredModel } from '../../model/index.ts';
import { getModel, getSnapshot, type Forecast, type Store } from '../../store/index.ts';
import { readModel, viewOf } from '../champion.ts';
import { stepOutput } from '../step-output.ts';

/** The inputs of one series of a forecast. */
export interface RecordedInputs {
  readonly source: SourceDeclaration;
  /** Undefined where no model had a part in the series' rows. */
  readonly model: RegisteredModel | undefined;
  readonly delayHours: number;
  readonly covariates: readonly CovariateFacts[];
  /** Undefined where the snapshot is forgotten: the latest one is read, as known at the origin. */
  readonly snapshotId: number | undefined;
}

interface MadeFeatures {
  readonly delayHours: number;
  readonly snapshotId: number | null;
  readonly covariates?: readonly CovariateFacts[];
}

/**
 * Reads what a forecast recorded; what retention has taken is read from the model and the source.
 *
 * @throws STORE_HOME_MISSING, STORE_MODEL_UNKNOWN, MODEL_UNREADABLE, EXPLAIN_OTHER_VIEW
 */
export async function recordedInputs(
  store: Store,
  forecast: Forecast,
  modelVersion: string,
): Promise<RecordedInputs> {
  const spec = await findFixedSource(store.catalogue);
  if (spec === undefined) throw new GridcastError('STORE_HOME_MISSING', { home: store.home });
  const source = openSource(spec).declaration;
  const model = modelVersion === '' ? undefined : await readExplained(store, modelVersion);
  const made = await stepOutput<MadeFeatures>(store, forecast.run_id, 'features');
  return {
    source,
    model,
    delayHours: made?.delayHours ?? model?.artefact.delayHours ?? source.defaultDelayHours,
    covariates: made?.covariates ?? model?.artefact.covariates ?? [],
    snapshotId: await keptSnapshot(store, made?.snapshotId),
  };
}

async function readExplained(store: Store, version: string): Promise<RegisteredModel> {
  const model = await getModel(store.catalogue, version);
  const [made, served] = [viewOf(model) ?? 'none', referenceOf(servingView)];
  if (made !== served) throw new GridcastError('EXPLAIN_OTHER_VIEW', { version, made, served });
  return readModel(store, model);
}

async function keptSnapshot(
  { catalogue }: Store,
  id: number | null | undefined,
): Promise<number | undefined> {
  if (id === null || id === undefined) return undefined;
  try {
    return (await getSnapshot(catalogue, 'observations', id)).id;
  } catch (thrown) {
    if (thrown instanceof GridcastError && thrown.code === 'STORE_SNAPSHOT_UNKNOWN') return undefined;
    throw thrown;
  }
}
