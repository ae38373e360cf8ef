/** Trials as people and programs read them. */
import { isoOfHour } from '../../core/index.ts';
import type { Trial, WholeTrial } from '../../store/index.ts';
import type { Facts } from './trial-record.ts';

/** A measurement: its number, and one for each step where it has steps. */
export interface DescribedMetric {
  readonly value: number | null;
  readonly steps: readonly (number | null)[] | null;
}

/** A trial with its texts read; JSON-safe. */
export interface DescribedTrial {
  readonly id: string;
  readonly parentId: string | null;
  readonly runId: string;
  readonly kind: string;
  readonly name: string;
  readonly status: Trial['status'];
  /** Why it failed or was given up, or what was decided in the end. */
  readonly message: string | null;
  readonly asOfUtc: string;
  readonly modelVersion: string | null;
  readonly parameters: Facts;
  readonly inputs: Facts;
  readonly environment: Facts;
  readonly startedAtUtc: string;
  readonly durationMs: number | null;
  readonly peakMemoryMiB: number | null;
  readonly metrics: Readonly<Record<string, DescribedMetric>>;
  readonly artefacts: readonly {
    readonly name: string;
    readonly objectKey: string;
    readonly contentType: string;
    readonly bytes: number;
  }[];
}

export function describeTrial({ trial, metrics, artefacts }: WholeTrial): DescribedTrial {
  const facts = (text: string): Facts => JSON.parse(text) as Facts;
  return {
    id: trial.id,
    parentId: trial.parent_id,
    runId: trial.run_id,
    kind: trial.kind,
    name: trial.name,
    status: trial.status,
    message: trial.message,
    asOfUtc: isoOfHour(trial.as_of),
    modelVersion: trial.model_version,
    parameters: facts(trial.parameters),
    inputs: facts(trial.inputs),
    environment: facts(trial.environment),
    startedAtUtc: trial.started_at,
    durationMs: trial.duration_ms,
    peakMemoryMiB: trial.peak_mib,
    metrics: Object.fromEntries(
      metrics.map(({ name, value, steps }) => [
        name,
        { value, steps: steps === null ? null : (JSON.parse(steps) as (number | null)[]) },
      ]),
    ),
    artefacts: artefacts.map(({ name, object_key, content_type, bytes }) => ({
      name,
      objectKey: object_key,
      contentType: content_type,
      bytes,
    })),
  };
}
