import { keyNamesOf } from '../../collect/index.ts';
import { formatKey, hourOfMs, type Json } from '../../core/index.ts';
import { measureFreshness, promisedDelay, type FreshnessReport } from '../../monitor/index.ts';
import { openSqlEngine } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { readInstantFlag } from '../open-run.ts';
import { withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';
import { sourceOfHome } from './home-source.ts';

/** The newest known hours beside what the feed's delay promises. */
export async function monitorFreshness(context: CommandContext): Promise<CommandResult> {
  const report = await freshnessOfHome(context);
  return { json: report as unknown as Json, text: describe(report).join('\n') };
}

/** The freshness of the home's feed, now or at `--as-of`. */
export function freshnessOfHome(context: CommandContext): Promise<FreshnessReport> {
  return withStore(context, async (store) => {
    const { settings, nowMs, flags } = context;
    const source = await sourceOfHome(store);
    const asOf = readInstantFlag('--as-of', flags['as-of']);
    using engine = await openSqlEngine({ threads: settings.config.threads });
    return await measureFreshness({
      store,
      engine,
      keyNames: keyNamesOf(source),
      nowHour: asOf ?? hourOfMs(nowMs()),
      finished: source.finished && asOf === undefined,
      delayHours: settings.config.delayHours ?? (await promisedDelay(store, source.defaultDelayHours)),
    });
  });
}

/** The state of the feed in one line. */
export function describeFreshness({
  state,
  newestHourUtc,
  expectedHourUtc,
  series,
}: FreshnessReport): string {
  const counts = `${series.fresh} series fresh, ${series.late} late, ${series.stalled} stalled, ${series.ended} ended`;
  return `${state}: newest hour ${newestHourUtc ?? 'none'}, expected ${expectedHourUtc}; ${counts}`;
}

function describe(report: FreshnessReport): string[] {
  const slices = report.slices.map(({ key, value, series }) => [
    `${key} ${value}`,
    series.fresh,
    series.late,
    series.stalled,
    series.ended,
  ]);
  const behind = report.behind
    .slice(0, 20)
    .map((one) => [formatKey(one.series), one.state, one.newestHourUtc, one.behindHours]);
  return [
    describeFreshness(report),
    `At ${report.atUtc}, with a delay of ${report.delayHours} h.`,
    ...(slices.length === 0
      ? []
      : ['', ...formatTable(['slice', 'fresh', 'late', 'stalled', 'ended'], slices)]),
    ...(behind.length === 0
      ? []
      : ['', ...formatTable(['series', 'state', 'newest hour', 'hours behind'], behind)]),
  ];
}
