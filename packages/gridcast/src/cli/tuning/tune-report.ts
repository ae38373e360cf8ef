/** What a sweep tells people and programs. */
import type { Json } from '../../core/index.ts';
import type { SweepOutcome, TuneReport } from '../../pipeline/index.ts';
import { meanMase, meanWape, type Trial } from '../../train/index.ts';
import { formatTable } from '../table.ts';

const SHOWN_TRIALS = 10;

export function reportJson({ trials, ...report }: TuneReport): Json {
  return { ...report, trials: trials.map(trialJson) } as unknown as Json;
}

function trialJson(trial: Trial): Json {
  const [mase, wape] = [meanMase(trial) ?? null, meanWape(trial) ?? null];
  return { ...trial, mase, wape } as unknown as Json;
}

export function reportText({ id, status, nothingToDo, trials, outcome }: TuneReport): string {
  const name = id.slice(0, 12);
  return [
    ...(nothingToDo ? [`Nothing to do: sweep ${name} was finished on these very inputs before.`] : []),
    ...trialLines(trials),
    '',
    ...(status === 'stopped'
      ? [`The time is over after ${trials.length} trials: the same command goes on.`]
      : []),
    ...(outcome === undefined ? [] : outcomeLines(outcome)),
    `Sweep ${name}; plots: gridcast tune show ${name} --out sweep.html`,
  ].join('\n');
}

/** The best trials, what was in force, and how many were not scored. */
export function trialLines(trials: readonly Trial[]): string[] {
  const done = trials.filter(({ status }) => status === 'done');
  const ranked = done.toSorted((a, b) => (meanMase(a) ?? 0) - (meanMase(b) ?? 0)).slice(0, SHOWN_TRIALS);
  const inForce = done.find(({ number }) => number === 0);
  const shown = inForce === undefined || ranked.includes(inForce) ? ranked : [...ranked, inForce];
  const count = (status: Trial['status']): number => trials.filter((trial) => trial.status === status).length;
  const failed = trials.find(({ status }) => status === 'failed');
  return [
    ...formatTable(
      ['trial', 'MASE', 'WAPE', 'settings'],
      shown.map((trial) => [
        trial.number === 0 ? 'in force' : String(trial.number),
        meanMase(trial)?.toFixed(4) ?? '–',
        `${(100 * (meanWape(trial) ?? 0)).toFixed(2)} %`,
        settingsText(trial.settings),
      ]),
    ),
    `${count('done')} done, ${count('pruned')} pruned, ${count('failed')} failed`,
    ...(failed === undefined ? [] : [`The first that failed, trial ${failed.number}: ${failed.reason}`]),
  ];
}

export function settingsText(settings: Trial['settings']): string {
  const parts = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return parts.length === 0 ? 'as planned' : parts.join(', ');
}

function outcomeLines({ winner, isInForce, reason }: SweepOutcome): string[] {
  if (isInForce) return [`Trial ${winner} is in force: ${reason}. The next gridcast train uses it.`];
  return [`What was in force stays: ${reason}.`];
}
