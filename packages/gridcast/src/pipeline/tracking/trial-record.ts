/** Records a trial, with the trials that it is made of, as rows of the catalogue and objects of the lake. */
import { hashJson, isoOfMs, withoutSecrets, type HourUtc } from '../../core/index.ts';
import { putTrials, type LakeObject, type Trial, type TrialRows } from '../../store/index.ts';
import type { RunContext } from '../run-context.ts';

/** Flat names with short values. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A measurement: one number, or one a step from 0, or both; null where it could not be measured. */
export interface Metric {
  readonly name: string;
  readonly value?: number | null;
  readonly steps?: readonly (number | null)[];
}

/** A file of a trial: its content, or an object that is in the lake already. */
export interface Artefact {
  /** A relative path: `plots/forecast.svg`. Its ending tells the type of its content. */
  readonly name: string;
  readonly content: string | LakeObject;
}

/** One fit as tracking records it; a sweep or a training has the fits it is made of as its children. */
export interface TrialRecord {
  readonly kind: string;
  /** Unlike its siblings' of the same kind. */
  readonly name: string;
  /** Default: done. */
  readonly status?: Trial['status'];
  /** Why it failed or was given up, or what was decided in the end. */
  readonly message?: string | undefined;
  readonly modelVersion?: string;
  readonly parameters: Facts;
  readonly inputs: Facts;
  readonly metrics: readonly Metric[];
  readonly artefacts: readonly Artefact[];
  readonly startedAtMs: number;
  readonly durationMs?: number | undefined;
  /** Of a trial below another: what it held at most; the process's is read of the main one. */
  readonly peakMiB?: number | undefined;
  readonly children?: readonly TrialRecord[];
}

/** What is said of a trial at most, in characters. */
export const MESSAGE_CHARACTERS = 1000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/**
 * Records a trial and its children, in the place of an earlier recording of the same run, kind and name: objects first, then one
 * transaction. The objects depend on the contents alone; clock, memory and environment are in the rows only.
 */
export async function recordTrial(
  context: Pick<RunContext, 'store' | 'origin' | 'machine'>,
  runId: string,
  record: TrialRecord,
): Promise<void> {
  const rows = await rowsOf(context, record, { runId, parentId: null, place: 0 });
  await context.store.catalogue.transaction().execute((transaction) => putTrials(transaction, rows));
}

interface Place {
  readonly runId: string;
  readonly parentId: string | null;
  readonly place: number;
}

async function rowsOf(
  context: Parameters<typeof recordTrial>[0],
  record: TrialRecord,
  { runId, parentId, place }: Place,
): Promise<TrialRows[]> {
  const { kind, name } = record;
  const id = hashJson({ runId, parentId, kind, name }).slice(0, 32);
  const artefacts: TrialRows['artefacts'][number][] = [];
  for (const artefact of record.artefacts) artefacts.push(await putArtefact(context, artefact));
  const own: TrialRows = {
    trial: trialRow(context, record, { id, runId, parentId, place }),
    metrics: record.metrics.map(({ name: metric, value = null, steps }) => ({
      name: metric,
      value: value !== null && Number.isFinite(value) ? value : null,
      steps: steps === undefined ? null : JSON.stringify(steps),
    })),
    artefacts,
  };
  const below: TrialRows[] = [];
  for (const [at, child] of (record.children ?? []).entries())
    below.push(...(await rowsOf(context, child, { runId, parentId: id, place: at })));
  return [own, ...below];
}

function trialRow(
  { origin, machine }: { readonly origin: HourUtc; readonly machine: RunContext['machine'] },
  record: TrialRecord,
  { id, runId, parentId, place }: Place & { readonly id: string },
): TrialRows['trial'] {
  const { environment, peakMiB } = machine();
  return {
    id,
    parent_id: parentId,
    place,
    run_id: runId,
    kind: record.kind,
    name: record.name,
    as_of: origin,
    model_version: record.modelVersion ?? null,
    parameters: JSON.stringify(record.parameters),
    inputs: JSON.stringify(record.inputs),
    // a child's are its parent's
    environment: parentId === null ? JSON.stringify(environment) : '{}',
    started_at: isoOfMs(record.startedAtMs),
    duration_ms: record.durationMs ?? null,
    peak_mib: parentId === null ? peakMiB : (record.peakMiB ?? null),
    status: record.status ?? 'done',
    message:
      record.message === undefined ? null : withoutSecrets(record.message).slice(0, MESSAGE_CHARACTERS),
  };
}

async function putArtefact(
  { store }: Pick<RunContext, 'store'>,
  { name, content }: Artefact,
): Promise<TrialRows['artefacts'][number]> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const object =
    typeof content === 'string' ? await store.lake.putBytes('trials', extension, content) : content;
  return {
    name,
    object_key: object.key,
    content_type: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    bytes: object.bytes,
  };
}
