/** The picture of errors day by day. */
import * as Plot from '@observablehq/plot';
import { formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { forecasterNames, type DailyError, type ForecasterName } from './daily-errors.ts';

export const ERRORS_HEIGHT = 260;

const colours: Readonly<Record<ForecasterName, string>> = {
  Forecast: 'var(--accent-strong)',
  'Naive 24': 'var(--earlier)',
  'Naive 168': 'var(--muted)',
};

/** Draws it at a width in pixels. */
export function drawErrors(errors: readonly DailyError[], clock: ZoneClock, width: number): Element {
  const days = [...new Set(errors.map(({ dayMs }) => dayMs))];
  const every = Math.max(1, Math.ceil((76 * days.length) / Math.max(1, width - 60)));
  const colour = ({ forecaster }: DailyError): string => colours[forecaster];
  const channels = { x: 'dayMs', y: 'wape' } as const;
  return Plot.plot({
    width,
    height: ERRORS_HEIGHT,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 30,
    marginBottom: 46,
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'transparent', color: 'var(--muted)' },
    x: {
      type: 'point',
      label: `Day of the target hour, local time of ${clock.zone}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 38,
      ticks: days.filter((_, place) => place % every === 0),
      tickFormat: (ms: number) => clock.day(ms),
      tickSize: 0,
      domain: days,
    },
    y: {
      label: 'WAPE, % of the truth',
      labelArrow: 'none',
      zero: true,
      nice: true,
      ticks: 5,
      tickFormat: (share: number) => formatPercent(share, 0),
      tickSize: 0,
    },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      Plot.lineY(errors, { ...channels, z: 'forecaster', stroke: colour, strokeWidth: 1.75 }),
      Plot.dot(errors, { ...channels, r: 3, fill: colour, stroke: 'var(--card)' }),
      Plot.tip(
        errors,
        Plot.pointer({
          ...channels,
          title: (error: DailyError) =>
            `${clock.day(error.dayMs)}\n${error.forecaster}: ${formatPercent(error.wape)} over ${error.hours} h`,
          fill: 'var(--card)',
          stroke: 'var(--line-strong)',
          fontSize: 12.5,
        }),
      ),
    ],
  });
}

/** The names and colours of the lines, in their order. */
export const errorLegend = forecasterNames.map((name) => ({ name, colour: colours[name] }));
