/** The right to change what trainings are set to: one process of a home at a time has it. */
import type { LightGbm } from '@gridcast/lightgbm';
import { GridcastError } from '../../core/index.ts';
import { acquireLease, processHolder, releaseLease, renewLease, TUNING_LEASE } from '../../store/index.ts';
import type { RunContext } from '../run-context.ts';
import { runHour } from '../run-hour.ts';
import { loadKnown, type LoadedEngine } from '../serving.ts';

const LEASE_MS = 30 * 60_000;

export interface TuningLease {
  readonly name: string;
  readonly holder: string;
}

/** What whoever holds the lease works with. */
export interface TuningHome {
  readonly context: RunContext;
  readonly lease: TuningLease;
  readonly known: LoadedEngine;
  readonly lightgbm: LightGbm;
}

/** Collects what the home lacks, takes the lease, loads what is known at the origin and works. @throws TUNE_LIBRARY_MISSING */
export async function withTuningLease<Result>(
  context: RunContext,
  work: (home: TuningHome) => Promise<Result>,
): Promise<Result> {
  const { store, nowMs } = context;
  const lightgbm = await context.openLightGbm();
  if (lightgbm === undefined)
    throw new GridcastError('TUNE_LIBRARY_MISSING', { reason: 'the native library LightGBM is missing.' });
  const lease = { name: TUNING_LEASE, holder: processHolder() };
  await runHour(context, 'collect');
  await acquireLease(store.catalogue, { ...lease, nowMs: nowMs(), ttlMs: LEASE_MS });
  try {
    using known = await loadKnown(context, 'whole');
    return await work({ context, lease, known, lightgbm });
  } finally {
    await releaseLease(store.catalogue, lease);
  }
}

/** Keeps the lease while work goes on. */
export async function renewTuningLease({ context, lease }: Pick<TuningHome, 'context' | 'lease'>) {
  await renewLease(context.store.catalogue, { ...lease, nowMs: context.nowMs(), ttlMs: LEASE_MS });
}
