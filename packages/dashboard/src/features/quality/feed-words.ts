/** Feeds and drift in words. */
import type { DriftReport, FeedFacts } from '../../api/schema.ts';
import { countOf } from '../../ui/numbers.ts';

/** What a feed is called: covariates by their own name. */
export function feedName(name: string): string {
  return name.startsWith('covariate:') ? `covariate ${name.slice('covariate:'.length)}` : name;
}

/** How new the values of a feed are, against what is expected of it. */
export function ageWords({ ageHours, expectedDelayHours }: FeedFacts): string {
  if (ageHours === null) return 'no value yet';
  const age = countOf(ageHours, 'hour', 'hours');
  const expected = countOf(Math.abs(expectedDelayHours), 'hour', 'hours');
  if (expectedDelayHours >= 0) return `${age} old, expected within ${expected}`;
  return ageHours === 0 ? `known ahead, up to ${expected}` : `ended ${age} ago, expected ${expected} ahead`;
}

const kinds: Readonly<Record<string, string>> = {
  observations: 'series',
  features: 'features',
  forecasts: 'forecast columns',
};

/** The newest drift report of each kind, a sentence each; newest first is how reports come. */
export function driftWords(reports: readonly DriftReport[]): string[] {
  const newest = reports[0]?.day;
  return reports
    .filter(({ day }) => day === newest)
    .map(({ kind, subjects, drifting }) => {
      const of = `of ${subjects.toLocaleString('en')} ${kinds[kind] ?? kind}`;
      if (drifting === 0) return `None ${of} drifts.`;
      const meaning = 'values lie elsewhere than on comparable days, beyond what those days move themselves';
      return `${drifting.toLocaleString('en')} ${of} drift: ${meaning}.`;
    });
}
