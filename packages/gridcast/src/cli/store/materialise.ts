/** `store materialise`: keeps the vectors of past origins, going on from the watermark. */
import { GridcastError, hourOfMs, isoOfHour } from '../../core/index.ts';
import { materialise, openFeatureHome } from '../../pipeline/index.ts';
import { openHome } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatNumber } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const materialiseVerb: StoreVerb = {
  usage: 'materialise --origins WHICH [--view V]',
  run: async (context) => {
    const { settings, flags, nowMs, signal, progress } = context;
    const { origins, view } = flags;
    if (typeof origins !== 'string') {
      throw new GridcastError('USAGE_MISSING_VALUE', {
        name: '--origins',
        example: 'gridcast store materialise --origins 2023-01-01T23:00Z..2023-01-20T23:00Z/24h',
      });
    }
    await using store = await openHome(context);
    const home = await openFeatureHome(store, settings.config);
    const asOf = readInstantFlag('--as-of', flags['as-of']) ?? (await home.defaultAsOf(hourOfMs(nowMs())));
    const done = await materialise(home, {
      view: typeof view === 'string' ? view : 'next_day',
      origins,
      asOf,
      nowMs,
      signal,
      progress: (count, total) => progress({ task: 'materialise', done: count, total }),
    });
    const watermark = done.watermark === undefined ? null : isoOfHour(done.watermark);
    const text =
      done.origins === 0
        ? `Nothing to do: ${done.dataset} goes up to ${watermark ?? 'no origin'}`
        : `${formatNumber(done.rows)} rows of ${done.origins} origins added; ${done.dataset} goes up to ${watermark ?? 'no origin'}`;
    return { json: { ...done, watermark }, text };
  },
};
