/** Why a forecast is what it is: each of the 24 rows of one series as a starting point and what moved it from there. */
import type { LightGbm } from '@gridcast/lightgbm';
import { seriesName, type ModelArtefact } from '../artefact.ts';
import type { Copied } from '../fallback.ts';
import { forecast, ladderForecast, loadMembers, type ForecastInput, type ForecastRows } from '../forecast.ts';
import { toNatural, type Link } from '../link.ts';
import { predictMembers, type FittedMember } from '../predict-members.ts';
import { getColumn } from '../vectors.ts';
import { combine, sharesOf } from '../weights.ts';
import type { ExplainedStep, RowExplanation, StartingPoint } from './explanation.ts';
import { newestDays, storyOf, type MemberStory } from './member-story.ts';

const LEADS = 24;

/** The forecast of one series, and its rows in parts. */
export interface ExplainedForecast {
  readonly rows: ForecastRows;
  /** By lead. */
  readonly explanations: readonly RowExplanation[];
}

/**
 * Forecasts one series as `forecast` does and takes its 24 rows apart.
 *
 * The rule: the forecast is the weighted mean of its members in the series' own unit, so parts of members are weighted alike and added.
 * All members are told from one starting point, the value that most of the weight starts from; that a member starts elsewhere is a step.
 *
 * Invariants: the parts of a row sum to its p50 up to rounding, whatever their order; same input, same bits.
 *
 * @param input the panel and the vectors of one series
 * @throws RangeError where they hold another number of series: a fault of the program
 */
export async function explainForecast(input: ForecastInput): Promise<ExplainedForecast> {
  if (input.panel.series.length !== 1) throw new RangeError('One series is explained at a time.');
  const rows = await forecast(input);
  const version = rows.modelVersion[0] ?? '';
  const model = input.models.find((one) => one.version === version);
  const explanations =
    model === undefined ? explainLadder(input, rows) : await explainModel(input, rows, model.artefact);
  return { rows, explanations };
}

function explainLadder(input: ForecastInput, rows: ForecastRows): RowExplanation[] {
  const fallback = ladderForecast(input, 0);
  if (fallback === undefined) return [];
  const { start, quantiles } = fallback;
  return Array.from({ length: LEADS }, (_, lead) => {
    const value = start.values[lead] as number;
    const unclipped = quantiles.p50[lead] as number;
    const point = rows.quantiles.p50[lead] as number;
    const steps = new Map<ExplainedStep, number>();
    add(steps, 'level', unclipped - value);
    add(steps, 'floor', point - unclipped);
    const rung = rows.rung[lead] ?? fallback.rung;
    const from: StartingPoint = { copied: start.copied, value, hour: start.hours[lead] };
    return { rung, point, start: from, steps, features: new Map(), members: [] };
  });
}

interface Panel {
  readonly fitted: readonly FittedMember[];
  readonly forecasts: readonly Float64Array[];
  /** By lead, a share for each member. */
  readonly shares: readonly (readonly number[])[];
}

async function explainModel(
  input: ForecastInput,
  rows: ForecastRows,
  artefact: ModelArtefact,
): Promise<RowExplanation[]> {
  const fitted = await loadMembers(input.lightgbm as LightGbm, artefact);
  try {
    const forecasts = await predictMembers(fitted, { vectors: input.vectors, histories: [input] });
    const key = input.panel.series[0] ?? [];
    const weights = artefact.series[seriesName(key)]?.weights ?? artefact.pooledWeights;
    const weightsAt = (lead: number) => ({ weights, factors: artefact.leadFactors[lead] });
    const shares = Array.from({ length: LEADS }, (_, lead) => sharesOf(forecasts, lead, weightsAt(lead)));
    const panel: Panel = { fitted, forecasts, shares };
    const copied = commonStart(panel);
    const reference = valuesOf(input, copied);
    const stories = await storiesOf(input, panel, reference);
    return Array.from({ length: LEADS }, (_, lead) => {
      const point = rows.quantiles.p50[lead] as number;
      const unclipped = combine(forecasts, lead, weightsAt(lead));
      const start = { copied, value: reference[lead] as number };
      const parts = addStories(stories, { lead, shares: shares[lead] ?? [], start: start.value });
      add(parts.steps, 'floor', point - unclipped);
      const members = fitted.map(({ member }, m) => ({
        name: member.name,
        share: shares[lead]?.[m] ?? 0,
        forecast: forecasts[m]?.[lead] as number,
      }));
      return { rung: rows.rung[lead] ?? 'model', point, start, ...parts, members };
    });
  } finally {
    for (const { booster } of fitted) booster?.free();
  }
}

type ModelStart = Exclude<Copied, 'last'> | 'like1';

/** The start of most weight over the 24 leads, the first of several; a level is no start of its own. */
function commonStart({ fitted, shares }: Panel): ModelStart {
  const totals = new Map<ModelStart, number>();
  for (const [m, { member }] of fitted.entries()) {
    if (!('anchor' in member)) continue;
    const name = member.anchor.replace('anchor_', '').replace('weeklev', 'week') as ModelStart;
    const own = shares.reduce((sum, row) => sum + (row[m] ?? 0), 0);
    if (own > 0) totals.set(name, (totals.get(name) ?? 0) + own);
  }
  const [best] = [...totals].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? 'day';
}

/** The values of a start: on the linear link, on the log one where values are too large against their moves, else by the day. */
function valuesOf(input: ForecastInput, start: ModelStart): Float64Array {
  const on = (link: Link): Float64Array => {
    const columns = input.vectors[link];
    const scale = getColumn(columns, 'scale');
    return getColumn(columns, `anchor_${start}`).map((z, row) => toNatural(link, z, scale[row] as number));
  };
  const candidates = [on('linear'), on('log'), newestDays(input)];
  return Float64Array.from({ length: LEADS }, (_, lead) => {
    const values = candidates.map((column) => column[lead] as number);
    return values.find((value) => Number.isFinite(value)) ?? 0;
  });
}

async function storiesOf(
  input: ForecastInput,
  { fitted, forecasts }: Panel,
  reference: Float64Array,
): Promise<MemberStory[]> {
  const stories: MemberStory[] = [];
  for (const [m, one] of fitted.entries()) {
    const forecastOfMember = forecasts[m] ?? new Float64Array();
    const { vectors } = input;
    stories.push(await storyOf(one, { vectors, history: input, reference, forecast: forecastOfMember }));
  }
  return stories;
}

interface RowOfStories {
  readonly lead: number;
  readonly shares: readonly number[];
  readonly start: number;
}

/** The parts of members at one lead, weighted and added. */
function addStories(
  stories: readonly MemberStory[],
  { lead, shares, start }: RowOfStories,
): { steps: Map<ExplainedStep, number>; features: Map<string, number> } {
  const [steps, features] = [new Map<ExplainedStep, number>(), new Map<string, number>()];
  for (const [m, story] of stories.entries()) {
    const share = shares[m] ?? 0;
    if (share === 0) continue;
    if (story.start !== undefined) add(steps, story.start, share * ((story.base[lead] as number) - start));
    for (const [name, column] of story.steps) add(steps, name, share * (column[lead] as number));
    for (const [name, column] of story.features) add(features, name, share * (column[lead] as number));
  }
  return { steps, features };
}

function add<Name>(parts: Map<Name, number>, name: Name, value: number): void {
  if (value !== 0) parts.set(name, (parts.get(name) ?? 0) + value);
}
