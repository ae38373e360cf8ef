import type { Json } from '../../core/index.ts';
import { readStatistics } from '../../monitor/index.ts';
import { openSqlEngine } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { isoOfDay, readDays } from './days.ts';
import { newestWindow, readKind } from './drift.ts';

/** Counts, quantiles and distinct values over a window of days. */
export function monitorStatistics(context: CommandContext): Promise<CommandResult> {
  return withStore(context, async (store) => {
    const { flags, settings } = context;
    const kind = readKind(flags['kind']);
    const window = readDays('--window', flags['window']) ?? (await newestWindow(store, kind));
    using engine = await openSqlEngine({ threads: settings.config.threads });
    const days = Array.from({ length: window.to - window.from }, (_, i) => window.from + i);
    const found = [...(await readStatistics(store, engine, { kind, days }))];
    const shown = (value: number | null): string => (value === null ? '–' : value.toPrecision(4));
    const rows = found.map(([subject, one]) => [
      subject,
      formatNumber(one.count),
      formatNumber(one.nulls),
      formatNumber(one.distinct),
      shown(one.least),
      shown(one.quantiles.p05),
      shown(one.quantiles.p50),
      shown(one.quantiles.p95),
      shown(one.largest),
    ]);
    const header = ['subject', 'count', 'nulls', 'distinct', 'least', 'p05', 'p50', 'p95', 'largest'];
    return {
      json: {
        kind,
        window: { from: isoOfDay(window.from), to: isoOfDay(window.to) },
        subjects: Object.fromEntries(found) as unknown as Json,
      },
      text: [
        `${kind}, ${isoOfDay(window.from)} to ${isoOfDay(window.to - 1)}`,
        '',
        ...formatTable(header, rows),
      ].join('\n'),
    };
  });
}
