/** Words and numbers that both forms of the data docs use. */
import type { DocsData, DocsExpectation } from './docs-data.ts';

/** How an expectation stands, in one word. */
export function statusWord({ success, severity }: DocsExpectation): 'passed' | 'warning' | 'stopped' {
  if (success) return 'passed';
  return severity === 'stop' ? 'stopped' : 'warning';
}

/** The expectation's name without its suite's. */
export function shortName({ name, suite }: DocsExpectation): string {
  return suite !== undefined && name.startsWith(`${suite}: `) ? name.slice(suite.length + 2) : name;
}

/** What was observed: a value, or how many of what was looked at. */
export function observedText({ observed, failures, considered, success }: DocsExpectation): string {
  if (observed !== undefined) return typeof observed === 'string' ? observed : JSON.stringify(observed);
  if (success && failures === 0) {
    return considered === undefined ? 'no failure' : `${count(considered)} checked, no failure`;
  }
  const share =
    considered === undefined || considered === 0
      ? ''
      : ` of ${count(considered)} (${percent(failures / considered)})`;
  return `${count(failures)} ${failures === 1 ? 'failure' : 'failures'}${share}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}

/** Where a failing row stands. */
export function placeText(failure: DocsExpectation['examples'][number]): string {
  const parts = [
    failure.key.join(' / '),
    failure.hour,
    failure.row === undefined ? undefined : `row ${failure.row}`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

export interface Totals {
  readonly checked: number;
  readonly passed: number;
  readonly warnings: number;
  readonly stops: number;
}

/** How the shown run came out. */
export function totalsOf(data: DocsData): Totals {
  const words = data.suites.flatMap((suite) => suite.expectations.map(statusWord));
  const of = (word: string): number => words.filter((it) => it === word).length;
  return { checked: words.length, passed: of('passed'), warnings: of('warning'), stops: of('stopped') };
}

/** The verdict in one sentence. */
export function verdict({ checked, passed, warnings, stops }: Totals): string {
  if (passed === checked) return `All ${checked} expectations hold.`;
  const parts = [
    ...(stops === 0 ? [] : [`${stops} that must hold ${stops === 1 ? 'does' : 'do'} not`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warns' : 'warn'}`]),
  ];
  return `${passed} of ${checked} expectations hold; ${parts.join(', ')}.`;
}
