import { GridcastError, type Json } from '../../core/index.ts';
import {
  judgement,
  knownDays,
  measureDrift,
  statisticsKinds,
  usualWindow,
  type DayWindow,
  type DriftReport,
} from '../../monitor/index.ts';
import { openSqlEngine, type StatisticsKind, type Store } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { isoOfDay, readDays } from './days.ts';

/** A window beside days of the same season and kind. */
export function monitorDrift(context: CommandContext): Promise<CommandResult> {
  return withStore(context, async (store) => {
    const { flags, settings } = context;
    const kind = readKind(flags['kind']);
    const window = readDays('--window', flags['window']) ?? (await newestWindow(store, kind));
    const reference = flags['reference'];
    using engine = await openSqlEngine({ threads: settings.config.threads });
    const report = await measureDrift({
      store,
      engine,
      kind,
      window,
      reference: reference === 'auto' ? undefined : readDays('--reference', reference),
      ...judgement(kind),
    });
    const shown = {
      ...report,
      window: { from: isoOfDay(window.from), to: isoOfDay(window.to) },
      references: report.references.map(({ name, days }) => ({ name, days: days.map(isoOfDay) })),
    };
    return { json: shown as unknown as Json, text: describe(report).join('\n') };
  });
}

export function readKind(value: unknown): StatisticsKind {
  const kind = value ?? 'observations';
  const found = statisticsKinds.find((one) => one === kind);
  if (found !== undefined) return found;
  throw new GridcastError('USAGE_INVALID_VALUE', {
    name: '--kind',
    value: String(value),
    expected: `one of ${statisticsKinds.join(', ')} is wanted`,
  });
}

/** The last weeks with statistics. */
export async function newestWindow(store: Store, kind: StatisticsKind): Promise<DayWindow> {
  const known = await knownDays(store, kind);
  return usualWindow((known.at(-1) ?? 0) + 1, known);
}

const SHOWN = 25;

function describe({ kind, window, days, references, subjects }: DriftReport): string[] {
  const number = (value: number | null | undefined): string => (value == null ? '–' : value.toPrecision(3));
  const rows = subjects
    .slice(0, SHOWN)
    .flatMap((subject) =>
      subject.comparisons.map((one, i) => [
        i === 0 ? subject.subject : '',
        i === 0 ? subject.verdict : '',
        one.reference,
        formatNumber(one.psi, 3),
        formatNumber(one.ks, 3),
        formatNumber(one.js, 3),
        `${formatNumber(one.ownMovement.psi, 2)} / ${formatNumber(one.ownMovement.ks, 2)}`,
        formatNumber(subject.effectiveDays, 1),
        number(one.medianBefore),
        number(subject.median),
      ]),
    );
  const drifting = subjects.filter(({ verdict }) => verdict === 'drift').length;
  const header = [
    'subject',
    'verdict',
    'reference',
    'PSI',
    'KS',
    'JS',
    'own PSI / KS',
    'eff. days',
    'median was',
    'is',
  ];
  return [
    `${kind}, ${isoOfDay(window.from)} to ${isoOfDay(window.to - 1)} (${days} days with statistics): ${drifting} of ${subjects.length} drift`,
    ...references.map((one) => `${one.name}: ${one.days.length} days`),
    ...(references.length === 0 ? ['No reference is known yet: two weeks of earlier days are needed.'] : []),
    ...(rows.length === 0 ? [] : ['', ...formatTable(header, rows)]),
  ];
}
