/** What features were like on the newest day whose vectors were counted. */
import { isoOfHour } from '../../core/index.ts';
import { knownDays, readStatistics, type Statistics } from '../../monitor/index.ts';
import { listStatistics, openSqlEngine, type SqlEngine, type Store } from '../../store/index.ts';
import type { ColumnStatistics } from '../training-sets/statistics.ts';

/** Statistics of a column, with what they are of. */
export interface KnownStatistics extends ColumnStatistics {
  /** Known of days alone, at most 1 % wrong; of training sets there is a mean. */
  readonly median: number | null;
  /** The UTC day whose vectors or observations they are of; null: a training set's. */
  readonly day: string | null;
}

interface DailyStatistics {
  readonly view: string;
  readonly statistics: Readonly<Record<string, KnownStatistics>>;
}

/** By view; the observed value, named `truth`, stands with each. Features are on the scale of logs where they have one. */
export async function dailyStatistics(store: Store): Promise<DailyStatistics[]> {
  const day = (await knownDays(store, 'features')).at(-1);
  if (day === undefined) return [];
  using engine = await openSqlEngine({ threads: 1 });
  const parts = await listStatistics(store.catalogue, { kind: 'features', from: day, to: day + 1 });
  const value = await valueStatistics(store, engine);
  const found: DailyStatistics[] = [];
  for (const version of new Set(parts.map((part) => part.version))) {
    const bySubject = await readStatistics(store, engine, { kind: 'features', days: [day], version });
    const statistics: Record<string, KnownStatistics> = { ...value };
    // 'linear …' comes before 'log …', which takes its place where it has values
    for (const [subject, one] of [...bySubject].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const name = subject.slice(subject.indexOf(' ') + 1);
      if (statistics[name] === undefined || one.count > 0) statistics[name] = known(one, day);
    }
    found.push({ view: version, statistics });
  }
  return found;
}

async function valueStatistics(
  store: Store,
  engine: SqlEngine,
): Promise<Readonly<Record<string, KnownStatistics>>> {
  const day = (await knownDays(store, 'observations')).at(-1);
  if (day === undefined) return {};
  const options = { kind: 'observations', days: [day], subject: 'all' } as const;
  const all = (await readStatistics(store, engine, options)).get('all');
  return all === undefined ? {} : { truth: known(all, day) };
}

function known({ count, nulls, least, largest, quantiles }: Statistics, day: number): KnownStatistics {
  return {
    count,
    missing: nulls,
    min: least,
    max: largest,
    mean: null,
    median: quantiles.p50,
    day: isoOfHour(24 * day).slice(0, 10),
  };
}
