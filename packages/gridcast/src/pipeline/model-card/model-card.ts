/** What people should know of a registered model before they trust it, as one document. */
import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import {
  getModel,
  getTrainingDataset,
  listAliasChanges,
  listAliases,
  type Model,
  type Store,
} from '../../store/index.ts';
import type { CalibrationReport } from '../../train/index.ts';
import { hardestSlices, type HardSlice } from './hardest-slices.ts';

/** Whether the model's object can be used; the sentence says what to do where it cannot. */
export interface ArtefactState {
  readonly state: 'whole' | 'missing' | 'altered';
  readonly objectKey: string;
  readonly problem: string | null;
}

/** One setting of an alias to the model. */
export interface AliasSetting {
  readonly alias: string;
  readonly asOfUtc: string;
  readonly reason: string;
  readonly isInForce: boolean;
}

/** What is kept with a model; the later fields are absent in models of earlier versions. */
export interface ModelDetails {
  readonly report: CalibrationReport;
  readonly weights: Readonly<Record<string, number>>;
  readonly groups: readonly string[];
  readonly view: string;
  readonly covariates: readonly string[];
  readonly configHash: string;
  /** The tuned configuration that it was trained with, an object of the lake. */
  readonly tuned?: string;
  /** Columns that none of its trees was shown, of those in their groups. */
  readonly leftOut?: readonly string[];
  readonly keyNames?: readonly string[];
  readonly series?: number;
  readonly seed?: number;
  readonly library?: string;
  readonly maxRows?: number;
}

/** The card; JSON-safe. */
export interface ModelCard {
  readonly version: string;
  readonly trainedAsOfUtc: string;
  readonly delayHours: number;
  readonly keyNames: readonly string[];
  readonly series: number | null;
  readonly data: {
    readonly sha256: string | null;
    readonly rows: number | null;
    readonly view: string;
    readonly groups: readonly string[];
    /** Columns that selection or tuning left out. */
    readonly leftOut: readonly string[];
    readonly covariates: readonly string[];
    readonly historyHours: number;
  };
  readonly members: readonly { readonly name: string; readonly weight: number }[];
  readonly measured: {
    readonly originsUtc: readonly string[];
    readonly lines: CalibrationReport['lines'];
    readonly coverage: CalibrationReport['coverage'];
    /** As `coverage`, of sums of series; empty in models of earlier versions. */
    readonly coverageOfSums: NonNullable<CalibrationReport['coverageOfSums']>;
  };
  readonly hardest: readonly HardSlice[];
  readonly aliases: readonly AliasSetting[];
  readonly made: {
    readonly runId: string;
    readonly codeVersion: string;
    readonly library: string | null;
    readonly seed: number | null;
    readonly maxRows: number | null;
    readonly configHash: string;
    /** The tuned configuration; null where the defaults were in force. */
    readonly configuration: string | null;
  };
  readonly artefact: ArtefactState;
}

/** What a card is made of beside the model's row. */
export interface CardParts {
  /** Rows of the training set; null where it is not known. */
  readonly rows: number | null;
  readonly aliases: readonly AliasSetting[];
  readonly artefact: ArtefactState;
}

/** The card of a model, by version or alias. @throws STORE_MODEL_UNKNOWN */
export async function modelCard(store: Store, versionOrAlias: string): Promise<ModelCard> {
  const model = await getModel(store.catalogue, versionOrAlias);
  return cardOf(model, {
    rows: await trainingRows(store, model),
    aliases: await aliasHistory(store, model.version),
    artefact: await artefactState(store, model),
  });
}

/** The card of a model's row. */
export function cardOf(model: Model, { rows, aliases, artefact }: CardParts): ModelCard {
  const details = JSON.parse(model.details) as ModelDetails;
  const { report } = details;
  return {
    version: model.version,
    trainedAsOfUtc: isoOfHour(model.trained_as_of),
    delayHours: model.delay_hours,
    keyNames: details.keyNames ?? [],
    series: details.series ?? null,
    data: {
      sha256: model.training_sha256,
      rows,
      view: details.view,
      groups: details.groups,
      leftOut: details.leftOut ?? [],
      covariates: details.covariates,
      historyHours: report.historyHours,
    },
    members: Object.entries(details.weights).map(([name, weight]) => ({ name, weight })),
    measured: {
      originsUtc: report.origins.map(isoOfHour),
      lines: report.lines,
      coverage: report.coverage,
      coverageOfSums: report.coverageOfSums ?? {},
    },
    hardest: hardestSlices(report),
    aliases,
    made: {
      runId: model.run_id,
      codeVersion: model.code_version,
      library: details.library ?? null,
      seed: details.seed ?? null,
      maxRows: details.maxRows ?? null,
      configHash: details.configHash,
      configuration: details.tuned ?? null,
    },
    artefact,
  };
}

async function trainingRows({ catalogue }: Store, { training_sha256 }: Model): Promise<number | null> {
  return training_sha256 === null ? null : (await getTrainingDataset(catalogue, training_sha256)).rows;
}

/** Every setting of any alias to a version, the newest first within an alias. */
async function aliasHistory({ catalogue }: Store, version: string): Promise<AliasSetting[]> {
  const history: AliasSetting[] = [];
  for (const { alias, id } of await listAliases(catalogue)) {
    const changes = await listAliasChanges(catalogue, { alias, limit: 1000 });
    for (const change of changes.items.filter((one) => one.version === version)) {
      const { reason, set_as_of } = change;
      history.push({ alias, asOfUtc: isoOfHour(set_as_of), reason, isInForce: change.id === id });
    }
  }
  return history;
}

/** Reads the model's object: is it there, with the content of its name? */
export async function artefactState({ lake }: Store, { object_key }: Model): Promise<ArtefactState> {
  try {
    await lake.read(object_key);
    return { state: 'whole', objectKey: object_key, problem: null };
  } catch (thrown) {
    if (!(thrown instanceof GridcastError)) throw thrown;
    const states: Record<string, ArtefactState['state']> = {
      STORE_OBJECT_MISSING: 'missing',
      STORE_OBJECT_ALTERED: 'altered',
    };
    const state = states[thrown.code];
    if (state === undefined) throw thrown;
    return { state, objectKey: object_key, problem: thrown.message };
  }
}

/** The card as a result of the command line. */
export function cardJson(card: ModelCard): Json {
  return card as unknown as Json;
}
