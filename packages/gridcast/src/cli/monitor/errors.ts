import { hourOfMs, type Json } from '../../core/index.ts';
import { readErrorProfile, type ErrorGroup } from '../../monitor/index.ts';
import { findKeyNames, findForecast, openSqlEngine } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { readDays } from './days.ts';

const DEFAULT_DAYS = 28;

/** Realised errors and coverage beside the naives, by lead, hour, day, rung or key. */
export function monitorErrors(context: CommandContext): Promise<CommandResult> {
  return withStore(context, async (store) => {
    const { flags, settings, nowMs } = context;
    const newest = (await findForecast(store.catalogue))?.origin ?? hourOfMs(nowMs());
    const days = readDays('--window', flags['window']);
    const window =
      days === undefined
        ? { start: newest - 24 * DEFAULT_DAYS, end: newest }
        : { start: days.from * 24, end: days.to * 24 };
    const by = typeof flags['by'] === 'string' ? flags['by'] : 'day';
    using engine = await openSqlEngine({ threads: settings.config.threads });
    const keyNames = (await findKeyNames(store.catalogue)) ?? [];
    const groups = await readErrorProfile({ store, engine, keyNames, window, by });
    return {
      json: { by, groups: groups as unknown as Json },
      text:
        groups.length === 0 ? 'No forecast has met its truth in this window.' : table(by, groups).join('\n'),
    };
  });
}

function table(by: string, groups: readonly ErrorGroup[]): string[] {
  const percent = (value: number | null): string =>
    value === null ? '–' : `${formatNumber(100 * value, 1)} %`;
  const rows = groups.map((one) => [
    one.group,
    formatNumber(one.rows),
    ...[one.wape, one.wapeNaive24, one.wapeNaive168, one.mape, one.bias].map(percent),
    ...[one.coverage50, one.coverage80, one.coverage90].map(percent),
  ]);
  const header = [
    by,
    'rows',
    'WAPE',
    'naive 24',
    'naive 168',
    'MAPE',
    'bias',
    'in 50 %',
    'in 80 %',
    'in 90 %',
  ];
  return formatTable(header, rows);
}
