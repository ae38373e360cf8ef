/** The picture of the last week and the next 24 hours. */
import * as Plot from '@observablehq/plot';
import { formatCompact, formatValue, withUnit } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { dayStarts, timeTicks, unknownSpan, type ChartHour, type QuantileName } from './chart-hours.ts';

export const CHART_HEIGHT = 380;

export interface ForecastPicture {
  readonly hours: readonly ChartHour[];
  readonly originMs: number;
  readonly clock: ZoneClock;
  readonly unit: string;
}

const bands: readonly (readonly [QuantileName, QuantileName, number])[] = [
  ['p05', 'p95', 0.16],
  ['p10', 'p90', 0.2],
  ['p25', 'p75', 0.3],
];

const HOUR_MS = 3_600_000;

/** Draws it at a width in pixels. */
export function drawForecast({ hours, originMs, clock, unit }: ForecastPicture, width: number): Element {
  const ahead = hours.filter(({ forecast }) => forecast !== undefined);
  const at = (hour: ChartHour): Date => new Date(hour.atMs);
  const quantile = (name: QuantileName) => (hour: ChartHour) => hour.forecast?.[name];
  const middle = (hour: ChartHour): number | undefined => hour.observed ?? hour.forecast?.p50;
  const days = dayStarts(hours, clock.time).map((ms) => new Date(ms));
  const ticks = timeTicks(hours, clock.time, width - 62);
  const narrow = width < 560;
  return Plot.plot({
    width,
    height: CHART_HEIGHT,
    marginLeft: 52,
    marginRight: 10,
    marginTop: 34,
    marginBottom: 46,
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'transparent', color: 'var(--muted)' },
    x: {
      type: 'utc',
      domain: [new Date(hours[0]?.atMs ?? 0), new Date((hours.at(-1)?.atMs ?? 0) + HOUR_MS)],
      label: `Start of the hour, local time of ${clock.zone}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 40,
      ticks: ticks.map((ms) => new Date(ms)),
      tickFormat: (tick: Date) => tickText(tick.getTime(), clock),
      tickSize: 0,
    },
    y: {
      label: unit === '' ? 'Hourly values (no unit)' : `Hourly values, ${unit}`,
      labelArrow: 'none',
      nice: true,
      ticks: 6,
      tickFormat: formatCompact,
      tickSize: 0,
    },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 6 }),
      Plot.ruleX(days, { stroke: 'var(--line)', strokeDasharray: '2 3' }),
      ...bands.map(([y1, y2, fillOpacity]) =>
        Plot.areaY(ahead, {
          x: at,
          y1: quantile(y1),
          y2: quantile(y2),
          fill: 'var(--accent)',
          fillOpacity,
          curve: 'monotone-x',
        }),
      ),
      Plot.ruleX([new Date(originMs)], { stroke: 'var(--muted)', strokeWidth: 1 }),
      Plot.text([new Date(originMs)], {
        x: (origin: Date) => origin,
        text: () => (narrow ? 'forecast' : 'forecast made'),
        frameAnchor: 'top',
        textAnchor: 'middle',
        dy: -15,
        fill: 'var(--muted)',
        stroke: 'var(--card)',
        strokeWidth: 4,
      }),
      Plot.text(unknownSpan(hours, originMs), {
        x: (middleMs: number) => new Date(middleMs),
        text: () => 'not published yet',
        frameAnchor: 'middle',
        fill: 'var(--muted)',
        stroke: 'var(--card)',
        strokeWidth: 6,
      }),
      Plot.lineY(hours, { x: at, y: 'earlier', stroke: 'var(--earlier)', strokeWidth: 1.5 }),
      Plot.lineY(hours, { x: at, y: 'observed', stroke: 'var(--ink)', strokeWidth: 1.75 }),
      Plot.lineY(ahead, { x: at, y: quantile('p50'), stroke: 'var(--accent-strong)', strokeWidth: 2.25 }),
      Plot.ruleX(hours, Plot.pointerX({ x: at, py: middle, stroke: 'var(--muted)' })),
      Plot.tip(
        hours,
        Plot.pointerX({
          x: at,
          y: middle,
          title: (hour: ChartHour) => describeHour(hour, clock, unit),
          fill: 'var(--card)',
          stroke: 'var(--line-strong)',
          fontSize: 12.5,
          lineHeight: 1.35,
        }),
      ),
    ],
  });
}

/** A tick in local time: the day where it begins, else the time. */
function tickText(ms: number, clock: ZoneClock): string {
  const time = clock.time(ms);
  return time === '00:00' ? clock.day(ms) : time;
}

/** What is known of an hour, a line a fact. */
export function describeHour(hour: ChartHour, clock: ZoneClock, unit: string): string {
  const value = (number: number): string => withUnit(formatValue(number), unit);
  const lines = [`${clock.day(hour.atMs)}, ${clock.hour(hour.atMs)} (${clock.offset(hour.atMs)})`];
  if (hour.observed !== undefined) {
    lines.push(`Observed ${value(hour.observed)}${hour.partial ? ', not all series' : ''}`);
  }
  if (hour.earlier !== undefined) lines.push(`Earlier forecast ${value(hour.earlier)}`);
  if (hour.forecast !== undefined) {
    const { p05, p10, p25, p50, p75, p90, p95 } = hour.forecast;
    lines.push(
      `Forecast ${value(p50)}`,
      `p25–p75 ${formatValue(p25)} – ${formatValue(p75)}`,
      `p10–p90 ${formatValue(p10)} – ${formatValue(p90)}`,
      `p05–p95 ${formatValue(p05)} – ${formatValue(p95)}`,
    );
  }
  return lines.join('\n');
}
