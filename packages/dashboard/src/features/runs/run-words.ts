/** Words for what was tracked. */
import type { Tracked, Trial } from '../../api/schema.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatValue } from '../../ui/numbers.ts';

/** Kinds that the list may be narrowed to. */
export const kindChoices = [
  { kind: undefined, words: 'All' },
  { kind: 'training', words: 'Trainings' },
  { kind: 'sweep', words: 'Sweeps' },
  { kind: 'backtest', words: 'Backtests' },
] as const;

/** `Sweep`; a kind that the page does not know is called by its own name. */
export function nameOfKind(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

export const stateMarks: Readonly<Record<Tracked['status'], string>> = {
  done: 'mark mark-good',
  failed: 'mark mark-bad',
  pruned: 'mark',
  stopped: 'mark mark-warn',
};

export function tookOf(durationMs: number | null): string {
  if (durationMs === null) return '–';
  return durationMs < 1000
    ? `${durationMs} ms`
    : formatDuration(new Date(0).toISOString(), new Date(durationMs).toISOString());
}

/** The name of a metric as people read it: `mase by fold`, with MASE and its like in capitals. */
export function metricName(name: string): string {
  return name
    .split('_')
    .map((word) => (/^(?:mase|wape|mape|rmsse)$/u.test(word) ? word.toUpperCase() : word))
    .join(' ');
}

export function metricText({ metrics }: Trial, name: string): string {
  const value = metrics[name]?.value;
  if (value === null || value === undefined) return '–';
  return Number.isInteger(value) ? value.toLocaleString('en') : formatValue(value);
}

/** What a trial was set to, or why it came to nothing. */
export function describeTrial({ status, message, parameters }: Trial): string {
  if (status !== 'done' && message !== null) return message;
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

/** `the best 25 of 51: 40 done, 9 pruned, 2 failed`; nothing where all are listed and all are done. */
export function describeBelow(
  { below, ended }: { readonly below: number; readonly ended: Readonly<Record<string, number>> },
  listed: number,
): string {
  const ends = Object.entries(ended).map(([state, count]) => `${count} ${state}`);
  const isPlain = listed === below && ends.length < 2;
  if (isPlain) return '';
  return `${listed < below ? `the best ${listed} of ${below}: ` : ''}${ends.join(', ')}`;
}
