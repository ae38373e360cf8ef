/** An explanation as text and as JSON. */
import { formatKey, isoOfHour } from '../core/index.ts';
import {
  heldWords,
  type BandCoverage,
  type HourExplanation,
  type SeriesExplanation,
} from '../pipeline/index.ts';
import { formatNumber, formatTable } from './table.ts';

const BAR_WIDTH = 24;
const SHOWN_ORIGIN_HOURS = 3;

/** One hour: a table of what moved the forecast, and what each member said. */
export function describeHour(
  explanation: SeriesExplanation,
  hour: HourExplanation,
  bandCoverage: BandCoverage | null,
): string[] {
  const { unit, origin, modelVersion } = explanation;
  const { quantiles, start, groups, members, recomputed } = hour;
  const value = valueFormat([start.value, recomputed, ...groups.map((group) => group.value)]);
  const inUnit = (number: number): string => `${value(number)}${unit === '' ? '' : ` ${unit}`}`;
  const widest = Math.max(...groups.map((group) => Math.abs(group.value)), Number.MIN_VALUE);
  const from = start.hours.slice(0, SHOWN_ORIGIN_HOURS).map(isoOfHour).join(', ');
  const rows = groups.map((group) => [
    signed(value(group.value)),
    '█'.repeat(Math.round((BAR_WIDTH * Math.abs(group.value)) / widest)),
    group.words,
  ]);
  const parts = formatTable(
    [unit === '' ? 'value' : unit, '', ''],
    [
      [value(start.value), '', `start: ${start.words}${from === '' ? '' : ` (${from})`}`],
      ...rows,
      [value(recomputed), '', 'forecast'],
    ],
  );
  const maker = modelVersion === null ? `the rung ${hour.rung}` : `${hour.rung} ${modelVersion.slice(0, 12)}`;
  return [
    `Why ${formatKey(explanation.key)} at ${isoOfHour(hour.targetHour)} is forecast as ${inUnit(quantiles.p50)}`,
    `80 % band ${value(quantiles.p10)} to ${inUnit(quantiles.p90)}, 90 % band ${value(quantiles.p05)} to ${inUnit(quantiles.p95)}`,
    heldLine(bandCoverage),
    `made at ${isoOfHour(origin)}, ${hour.leadHours} h ahead, by ${maker}`,
    '',
    ...parts,
    ...(members.length === 0 ? [] : ['', ...memberTable(hour, value)]),
    '',
    ...reproductionLines([hour]),
  ];
}

/** What bands of single series held where the model was measured. */
function heldLine(coverage: BandCoverage | null): string {
  const held = coverage === null ? '' : heldWords(coverage.ofSeries);
  if (coverage === null || held === '') return 'what such bands hold was not measured: no model forecast';
  return `such bands held ${held} of the truths of ${coverage.origins} daily origins that the scored models had not seen`;
}

function memberTable({ members }: HourExplanation, value: (number: number) => string): string[] {
  const rows = members.map(({ words, share, forecast }) => [
    words,
    `${(100 * share).toFixed(1)} %`,
    forecast === null ? '–' : value(forecast),
  ]);
  return formatTable(['member', 'share', 'it said'], rows);
}

/** Some hours side by side: one line an hour, one column a group. */
export function describeDay(explanation: SeriesExplanation): string[] {
  const { hours, unit, key, origin } = explanation;
  const words = new Map(hours.flatMap(({ groups }) => groups.map((group) => [group.name, group.words])));
  const names = [...words.keys()];
  const value = valueFormat(
    hours.flatMap(({ start, groups }) => [start.value, ...groups.map((one) => one.value)]),
  );
  const rows = hours.map((hour) => [
    isoOfHour(hour.targetHour),
    value(hour.start.value),
    ...names.map((name) => {
      const group = hour.groups.find((one) => one.name === name);
      return group === undefined ? '–' : signed(value(group.value));
    }),
    value(hour.recomputed),
  ]);
  return [
    `Why ${formatKey(key)} is forecast as it is${unit === '' ? '' : `, in ${unit}`}; made at ${isoOfHour(origin)}`,
    '',
    ...formatTable(['hour (UTC)', 'start', ...names, 'forecast'], rows),
    '',
    ...names.map((name) => `${name}: ${words.get(name)}`),
    '',
    ...reproductionLines(hours),
  ];
}

/** Whether the forecast could be made again, with both numbers where it could not. */
function reproductionLines(hours: readonly HourExplanation[]): string[] {
  const differing = hours.filter(({ isReproduced }) => !isReproduced);
  if (differing.length === 0)
    return [
      'Computed again from what was known at the origin: equal to the published forecast, bit for bit.',
    ];
  return differing.map(
    ({ targetHour, quantiles, recomputed }) =>
      `NOT the published forecast: ${isoOfHour(targetHour)} was published as ${quantiles.p50} and is ${recomputed} when it is computed again. The parts explain the latter.`,
  );
}

/** Decimals that the largest of some values can bear: three significant digits of it, at most six decimals. */
function valueFormat(values: readonly number[]): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  const decimals = Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest))));
  return (value) => formatNumber(value, decimals);
}

function signed(text: string): string {
  if (/^-?[0.]+$/u.test(text)) return text.replace('-', '');
  return text.startsWith('-') ? text : `+${text}`;
}

/** The explanation with hours as instants and keys by name. */
export function explanationJson({ keyNames, key, origin, hours, ...facts }: SeriesExplanation): object {
  return {
    key: Object.fromEntries(keyNames.map((name, i) => [name, key[i] ?? ''])),
    originUtc: isoOfHour(origin),
    ...facts,
    hours: hours.map(({ targetHour, isReproduced, start, ...hour }) => ({
      targetHourUtc: isoOfHour(targetHour),
      ...hour,
      reproduced: isReproduced,
      start: { words: start.words, value: start.value, hoursUtc: start.hours.map(isoOfHour) },
    })),
  };
}
