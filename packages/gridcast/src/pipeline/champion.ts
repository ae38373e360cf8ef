/** The models that serve: the champion, and the one before it. */
import { parseArtefact, type RegisteredModel } from '../model/index.ts';
import { canonicalJson, GridcastError } from '../core/index.ts';
import { referenceOf, servingView } from '../features/index.ts';
import { CHAMPION, findModel, listAliasChanges, type Model, type Store } from '../store/index.ts';
import type { CalibrationReport, GateSubject } from '../train/index.ts';
import type { RunContext } from './run-context.ts';

/** The champion first, then its predecessor; one that cannot be read is left out and the reason logged. */
export async function readServingModels(context: RunContext): Promise<RegisteredModel[]> {
  const models: RegisteredModel[] = [];
  for (const model of await servingModels(context)) {
    if (viewOf(model) !== referenceOf(servingView)) continue;
    const registered = await findReadable(context, model);
    if (registered !== undefined) models.push(registered);
  }
  return models;
}

/** The groups of feature columns that the serving models read. */
export async function servedGroups(context: RunContext): Promise<readonly string[]> {
  return (await servingModels(context)).flatMap(
    ({ details }) => (JSON.parse(details) as { readonly groups?: readonly string[] }).groups ?? [],
  );
}

/** The champion as of the origin, then the last one before it. */
async function servingModels({ store, origin }: RunContext): Promise<Model[]> {
  const champion = { alias: CHAMPION, asOf: origin, limit: 2 };
  const changes = await listAliasChanges(store.catalogue, champion);
  const models = await Promise.all(changes.items.map(({ version }) => findModel(store.catalogue, version)));
  return models.filter((model) => model !== undefined);
}

/** The view that a model was trained on; one on another view cannot read this program's vectors. */
export function viewOf(model: Pick<Model, 'details'>): string | undefined {
  return (JSON.parse(model.details) as { readonly view?: string }).view;
}

/** The model's side of the promotion gate. */
export function gateSubject(model: Pick<Model, 'delay_hours' | 'details'>): GateSubject {
  const { report } = JSON.parse(model.details) as { readonly report: CalibrationReport };
  const terms = {
    delay: String(model.delay_hours),
    'feature view': viewOf(model) ?? '',
    covariates: covariatesOf(model),
  };
  return { terms, report };
}

/** The evaluation that came with a model version; undefined where no model forecast or its report is gone. */
export async function readReport(
  { catalogue }: Store,
  version: string | null,
): Promise<CalibrationReport | undefined> {
  const model = version === null ? undefined : await findModel(catalogue, version);
  if (model === undefined) return undefined;
  return (JSON.parse(model.details) as { readonly report?: CalibrationReport }).report;
}

/** How far errors of two series go together, as learnt with a model; 1, as if they were one error, where that is not known. */
export function errorCorrelationOf(report: CalibrationReport | undefined): number {
  return report?.errorCorrelation ?? 1;
}

/** The covariates that a model was trained with, as canonical JSON. */
export function covariatesOf(model: Pick<Model, 'details'>): string {
  return canonicalJson((JSON.parse(model.details) as { readonly covariates?: string[] }).covariates ?? []);
}

/** The names of a home's covariates, in order. */
export function covariateNames({ covariates }: Pick<RunContext, 'covariates'>): string[] {
  return covariates.map(({ facts }) => facts.name).sort();
}

/** A model with its artefact; undefined, with the reason logged, where it cannot be read. */
export async function findReadable(context: RunContext, model: Model): Promise<RegisteredModel | undefined> {
  try {
    return await readModel(context.store, model);
  } catch (thrown) {
    if (!(thrown instanceof GridcastError)) throw thrown;
    context.logger.warn('model left out', { version: model.version, reason: thrown.message });
    return undefined;
  }
}

/** Reads a registered model. @throws MODEL_UNREADABLE; the errors of the lake where its object is missing or altered */
export async function readModel({ lake }: Store, model: Model): Promise<RegisteredModel> {
  const bytes = await lake.read(model.object_key);
  return { version: model.version, artefact: parseArtefact(bytes.toString('utf8'), model.version) };
}
