/** What tracking records of a training that made no model. */
import { decidingConfig } from '../../config/index.ts';
import { hashJson } from '../../core/index.ts';
import type { RunContext } from '../run-context.ts';
import { flatten } from './flatten.ts';
import { sentenceOf } from './track-run.ts';
import type { TrialRecord } from './trial-record.ts';

/**
 * The trial that another try of the run replaces. It holds no parameter that the other try may have otherwise: a server does not let a
 * parameter change.
 */
export function failedTrial(
  { config, delayHours, source, codeVersion, signal, nowMs }: RunContext,
  { thrown, startedAtMs }: { readonly thrown: unknown; readonly startedAtMs: number },
): TrialRecord {
  const settings = decidingConfig(config);
  return {
    kind: 'training',
    name: 'train',
    status: signal.aborted ? 'stopped' : 'failed',
    message: sentenceOf(thrown),
    parameters: flatten({ delayHours, config: settings }),
    inputs: { source: source.declaration.name, codeVersion, configHash: hashJson(settings) },
    metrics: [],
    artefacts: [],
    startedAtMs,
    durationMs: nowMs() - startedAtMs,
  };
}
