/** What is measured of the champion and of the data that makes a new training due. */
import { isoOfHour } from '../core/index.ts';
import { listDrift, openSqlEngine, readRealisedErrors, type Model } from '../store/index.ts';
import type { CalibrationReport } from '../train/index.ts';
import type { RunContext } from './run-context.ts';

const DAY = 24;
/** Realised errors of so many days count, and of at least so many hours. */
const WINDOW_DAYS = 7;
const LEAST_SCORED_HOURS = 24;
/** So many daily drift reports are looked back through. */
const MOST_DRIFT_DAYS = 60;

/** Says that the champion's published forecasts err too much beside copying the day before; undefined where they do not. */
export async function errsTooMuch(
  { store, config, origin, delayHours }: RunContext,
  champion: Model,
): Promise<string | undefined> {
  const measured = measuredRatio(champion);
  if (measured === undefined) return undefined;
  using engine = await openSqlEngine({ threads: config.threads });
  const end = origin - delayHours;
  const { ratio, hours } = await readRealisedErrors(store, engine, {
    window: { start: end - WINDOW_DAYS * DAY, end },
    modelVersion: champion.version,
  });
  if (ratio === null || hours < LEAST_SCORED_HOURS) return undefined;
  if (ratio <= measured * config.train.maxErrorRatio) return undefined;
  return `the champion's published forecasts err ${ratio.toFixed(2)} times as much as copying the day before, and ${measured.toFixed(2)} times when it was trained`;
}

/** The ensemble's error beside that of copying the day before, on the calibration origins. */
function measuredRatio({ details }: Model): number | undefined {
  const { report } = JSON.parse(details) as { readonly report: CalibrationReport };
  const wapeOf = (name: string): number | null =>
    report.lines.find((line) => line.name === name)?.errors.wape ?? null;
  const [ensemble, naive] = [wapeOf('ensemble'), wapeOf('naive_24')];
  return ensemble === null || naive === null || naive === 0 ? undefined : ensemble / naive;
}

/** Says that most observed series have begun to drift since the newest model was trained; undefined where they have not. */
export async function hasDrifted(
  { store, origin }: Pick<RunContext, 'store' | 'origin'>,
  newest: Pick<Model, 'trained_as_of'>,
): Promise<string | undefined> {
  const reports = await listDrift(store.catalogue, { kind: 'observations', limit: MOST_DRIFT_DAYS });
  let since: number | undefined;
  for (const { day, subjects, drifting } of reports.items) {
    if (day * DAY > origin) continue;
    if (drifting * 2 <= subjects) break;
    since = day;
  }
  if (since === undefined || since * DAY <= newest.trained_as_of) return undefined;
  return `most series drift since ${isoOfHour(since * DAY).slice(0, 10)}`;
}
