import { hourOfMs, type Json } from '../../core/index.ts';
import { checkConsistency, isConsistent, type ConsistencyReport } from '../../monitor/index.ts';
import { openSqlEngine } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { wholeNumber } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { calendarOfHome } from './home-source.ts';

const DEFAULT_DAYS = 7;

/** Every logged vector against the oracle; exit code 1 where something differs. */
export function monitorConsistency(context: CommandContext): Promise<CommandResult> {
  return withStore(context, async (store) => {
    const { flags, nowMs, progress, settings } = context;
    const days = wholeNumber('--days', flags['days']) ?? DEFAULT_DAYS;
    using engine = await openSqlEngine({ threads: settings.config.threads });
    const report = await checkConsistency({
      store,
      engine,
      calendar: await calendarOfHome(store),
      sinceHour: hourOfMs(nowMs()) - 24 * days,
      onProgress: (done, total) => progress({ task: 'recompute vectors', done, total }),
    });
    const consistent = isConsistent(report);
    return {
      json: { consistent, ...(report as unknown as { readonly [name: string]: Json }) },
      text: describe(report, days).join('\n'),
      exitCode: consistent ? 0 : 1,
    };
  });
}

function describe(report: ConsistencyReport, days: number): string[] {
  if (report.vectors + report.otherViews + report.damagedObjects.length === 0) {
    return [
      `No vector was logged in the last ${days} days: \`gridcast serve\` logs what /api/v2/vectors answers.`,
    ];
  }
  const rows = report.findings.map((one) => [
    one.kind,
    one.series,
    one.originUtc,
    one.targetHourUtc,
    `${one.link} ${one.feature}`,
    String(one.served ?? '–'),
    String(one.recomputed ?? '–'),
  ]);
  const header = ['kind', 'series', 'origin', 'target hour', 'feature', 'served', 'recomputed'];
  return [
    `${formatNumber(report.vectors)} vectors (${formatNumber(report.values)} values) recomputed from raw observations: ` +
      `${report.mismatch} mismatch, ${report.missing} missing, ${report.extra} extra`,
    ...(report.otherViews > 0 ? [`${report.otherViews} vectors of another view version left out`] : []),
    ...(report.forgottenSnapshots > 0
      ? [`${report.forgottenSnapshots} vectors recomputed from the latest snapshot; theirs is forgotten`]
      : []),
    ...report.damagedObjects.map((key) => `damaged object: ${key}`),
    ...(rows.length === 0 ? [] : ['', ...formatTable(header, rows)]),
  ];
}
