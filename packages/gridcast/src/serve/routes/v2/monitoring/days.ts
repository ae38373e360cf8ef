/** Windows of days in requests and answers. */
import { z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../../core/index.ts';
import { knownDays, usualWindow, type DayWindow } from '../../../../monitor/index.ts';
import type { StatisticsKind } from '../../../../store/index.ts';
import { hourParameter } from '../../../http/parameters.ts';
import type { Reads } from '../../../reads/reads.ts';

export const kindParameter = z
  .enum(['observations', 'features', 'predictions'])
  .default('observations')
  .openapi({ description: 'What is counted.' });

export const daysQuery = {
  from: hourParameter('First day (its UTC midnight). Default: four weeks before the end.').optional(),
  to: hourParameter('First day no longer wanted. Default: after the newest day.').optional(),
};

export const daySchema = z.string().openapi({ format: 'date', example: '2023-01-21' });

const LONGEST_DAYS = 800;

/** The days asked for, the usual ones where none are. @throws SERVE_SELECTION_INVALID */
export async function windowOfDays(
  { store }: Reads,
  kind: StatisticsKind,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<DayWindow> {
  const known = await knownDays(store, kind);
  const usual = usualWindow(to === undefined ? (known.at(-1) ?? 0) + 1 : Math.floor(to / 24), known);
  const window = { from: from === undefined ? usual.from : Math.floor(from / 24), to: usual.to };
  if (window.to > window.from && window.to - window.from <= LONGEST_DAYS) return window;
  throw new GridcastError('SERVE_SELECTION_INVALID', {
    given: `${isoOfDay(window.from)}..${isoOfDay(window.to)}`,
    expected: `from must lie before to, by ${LONGEST_DAYS} days at most`,
  });
}

export function isoOfDay(day: number): string {
  return isoOfHour(day * 24).slice(0, 10);
}
