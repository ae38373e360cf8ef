/** Reads loaded observations as dense panels, each as known at one origin. */
import type { HourUtc, Panel, SeriesKey } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';

interface PanelScope {
  readonly keyNames: readonly string[];
  /** The series as `loadObservations` gave them. */
  readonly series: readonly SeriesKey[];
  readonly delayHours: number;
  /** Takes the series numbered `first` to `end` (exclusive) alone; default: all. */
  readonly range?: { readonly first: number; readonly end: number } | undefined;
  /** The first hour of the grid. Default: the first hour with a value. */
  readonly startHour?: HourUtc | undefined;
}

export interface ReadPanelOptions extends PanelScope {
  readonly originHour: HourUtc;
  /** No hour before this one; default: the first hour with a value. */
  readonly sinceHour?: HourUtc | undefined;
}

export interface ReadPanelsOptions extends PanelScope {
  readonly originHours: readonly HourUtc[];
  /** No hour so long before an origin, counted from its newest usable one; default: all hours with a value. */
  readonly lookbackHours?: number | undefined;
}

const CELLS_PER_READ = 2_000_000;
/** Before every hour. */
const NEVER = -2147483648;

/**
 * The latest version of each hour that is known at the origin. The grid ends at the newest usable hour, origin − 1 −
 * delay, even where the values end earlier.
 *
 * Invariant (leakage): reads no version with known_hour > origin and no hour > origin − 1 − delay.
 */
export async function readPanel(engine: SqlEngine, options: ReadPanelOptions): Promise<Panel> {
  const { originHour, delayHours, sinceHour } = options;
  const lookbackHours = sinceHour === undefined ? undefined : originHour - delayHours - sinceHour;
  const [panel] = await readPanels(engine, { ...options, originHours: [originHour], lookbackHours });
  return panel as Panel;
}

/** As `readPanel` at each of some origins, by one pass over what is loaded. */
export async function readPanels(engine: SqlEngine, options: ReadPanelsOptions): Promise<Panel[]> {
  const { keyNames, originHours } = options;
  const { first, end } = options.range ?? { first: 0, end: options.series.length };
  const series = options.series.slice(first, end);
  const windows = await readWindows(engine, options);
  const panels = windows.map(({ startHour, endHour }): Panel => {
    const hours = endHour - startHour;
    const values = new Float64Array(series.length * hours).fill(Number.NaN);
    return { keyNames, series, startHour, hours, values };
  });
  const longest = Math.max(1, ...panels.map(({ hours }) => hours));
  const seriesPerRead = Math.max(1, Math.floor(CELLS_PER_READ / longest));
  const anyUsable = `known_hour <= ${Math.max(...originHours)} AND hour < ${Math.max(...windows.map(({ endHour }) => endHour))}
    AND hour >= ${Math.min(...windows.map(({ sinceHour }) => sinceHour))}`;
  for (let from = 0; from < series.length; from += seriesPerRead) {
    const to = Math.min(from + seriesPerRead, series.length);
    const { columns } = await engine.numbers(
      `SELECT series, hour, value, known_hour FROM observation_versions
       WHERE series >= ${first + from} AND series < ${first + to} AND ${anyUsable}`,
    );
    for (const [place, { hours, values }] of panels.entries()) {
      const part = values.subarray(from * hours, to * hours);
      fillLatest(part, columns, {
        ...(windows[place] as Window),
        firstSeries: first + from,
      });
    }
  }
  return panels;
}

/** What of the versions an origin sees, and where its grid lies. */
interface Window {
  readonly originHour: HourUtc;
  readonly sinceHour: HourUtc;
  readonly startHour: HourUtc;
  readonly endHour: HourUtc;
}

async function readWindows(
  engine: SqlEngine,
  { originHours, delayHours, lookbackHours, startHour }: ReadPanelsOptions,
): Promise<Window[]> {
  const windows = originHours.map((originHour) => {
    const endHour = originHour - delayHours;
    return { originHour, endHour, sinceHour: lookbackHours === undefined ? NEVER : endHour - lookbackHours };
  });
  const firsts = windows.map(
    ({ originHour, endHour, sinceHour }, place) =>
      `min(hour) FILTER (WHERE known_hour <= ${originHour} AND hour < ${endHour} AND hour >= ${sinceHour}) AS first_${place}`,
  );
  const [row] = await engine.rows<Record<string, number | null>>(
    `SELECT ${firsts.join(', ')} FROM observation_versions`,
  );
  return windows.map((window, place) => ({
    ...window,
    startHour: startHour ?? row?.[`first_${place}`] ?? window.endHour,
  }));
}

type VersionColumns = Readonly<Record<'series' | 'hour' | 'value' | 'known_hour', Float64Array>>;

function fillLatest(
  values: Float64Array,
  { series, hour, value, known_hour: known }: VersionColumns,
  { originHour, sinceHour, startHour, endHour, firstSeries }: Window & { readonly firstSeries: number },
): void {
  const hours = endHour - startHour;
  const latest = new Int32Array(values.length).fill(NEVER);
  for (let i = 0; i < series.length; i++) {
    const at = hour[i] as number;
    const knownAt = known[i] as number;
    if (knownAt > originHour || at >= endHour || at < Math.max(sinceHour, startHour)) continue;
    const cell = ((series[i] as number) - firstSeries) * hours + at - startHour;
    if (knownAt < (latest[cell] as number)) continue;
    latest[cell] = knownAt;
    values[cell] = value[i] as number;
  }
}
