/** Where our accuracy comes from: what each member of the ensemble is worth alone, and what is lost without it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LightGbm } from '@gridcast/lightgbm';
import { forecastErrors, isoOfHour, type HourUtc } from '../../packages/gridcast/src/core/index.ts';
import { createCalendar } from '../../packages/gridcast/src/features/index.ts';
import { loadObservations, openSqlEngine, openStore } from '../../packages/gridcast/src/store/index.ts';
import {
  trainModel,
  weighMembers,
  type CalibrationRows,
  type WeighedMembers,
} from '../../packages/gridcast/src/train/index.ts';
import { program, sourceFlags } from './contenders.ts';
import type { AccuracyPanel, PanelCase } from './panels.ts';
import { fixed, table } from './table.ts';

/** One member, or the ensemble of all. */
export interface MemberRow {
  readonly name: string;
  /** Over the panel; null for the ensemble. */
  readonly weight: number | null;
  readonly mase: number;
  readonly wape: number;
  readonly mape: number;
  /** MASE of the ensemble without it, weights learnt anew; null where it is the only one, and for the ensemble. */
  readonly without: number | null;
}

/** The members of one training, scored on daily origins that they had not seen. */
export interface MemberScores {
  readonly firstOrigin: string;
  readonly lastOrigin: string;
  readonly origins: number;
  readonly rows: readonly MemberRow[];
}

interface MemberCase {
  readonly panel: AccuracyPanel;
  readonly panelPath: string;
  readonly panelCase: PanelCase;
}

const LEADS = 24;
const HOUR_MS = 3_600_000;

/** Trains as in production when the truths of the last origin are known; undefined where no model can be trained. */
export async function scoreMembers(asked: MemberCase): Promise<MemberScores | undefined> {
  const home = mkdtempSync(path.join(tmpdir(), 'gridcast-members-'));
  try {
    const rows = await calibrationRows(home, asked);
    return rows && { ...describe(rows.origins), rows: memberRows(rows, asked.panelCase.delayHours) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function describe(origins: readonly HourUtc[]): Omit<MemberScores, 'rows'> {
  const [first, last] = [origins[0] ?? 0, origins.at(-1) ?? 0];
  return { firstOrigin: isoOfHour(first), lastOrigin: isoOfHour(last), origins: origins.length };
}

async function calibrationRows(
  home: string,
  { panel, panelPath, panelCase }: MemberCase,
): Promise<CalibrationRows | undefined> {
  const { delayHours } = panelCase;
  const asOf = Date.parse(panelCase.test.at(-1) ?? '') / HOUR_MS + LEADS + delayHours;
  const flags = sourceFlags({ panel, panelPath, delayHours });
  const collect = [program, 'collect', `--home=${home}`, `--as-of=${isoOfHour(asOf)}`, ...flags];
  execFileSync(process.execPath, collect, { stdio: 'ignore' });
  await using store = await openStore({ home, readOnly: true });
  using engine = await openSqlEngine({ threads: 2 });
  const loaded = await loadObservations(store, engine, { asOfHour: asOf, delayHours });
  await using lightgbm = await LightGbm.open({ threads: 2 });
  let found: CalibrationRows | undefined;
  await trainModel({
    engine,
    lightgbm,
    keyNames: loaded.keyNames,
    series: loaded.series,
    asOf,
    delayHours,
    calendar: createCalendar(panel.country),
    covariates: [],
    seed: 1,
    maxRows: 20_000,
    progress: () => {},
    observe: (rows) => (found = rows),
  });
  return found;
}

function memberRows(rows: CalibrationRows, delayHours: number): MemberRow[] {
  const all = rows.members.map((_, m) => m);
  const { pooled } = weigh(rows, all, delayHours).weights;
  const ensemble = { name: 'ensemble', weight: null, ...score(rows, rows.ensemble), without: null };
  const members = rows.members.map(({ name, forecast }, m): MemberRow => {
    const others = all.filter((other) => other !== m);
    const without = others.length === 0 ? null : score(rows, weigh(rows, others, delayHours).ensemble).mase;
    return { name, weight: pooled[m] ?? 0, ...score(rows, forecast), without };
  });
  return [ensemble, ...members];
}

/** Some members' weights and forecast together, each origin weighted by what the others taught. */
function weigh(
  { members, origins, truth, scale, keys }: CalibrationRows,
  chosen: readonly number[],
  delayHours: number,
): WeighedMembers {
  const forecasts = chosen.flatMap((m) => members[m]?.forecast ?? []);
  const size = { origins: origins.length, series: keys.length, delayHours };
  return weighMembers({ forecasts, truth, scale, ...size });
}

function score(
  { origins, keys, truth, scale }: CalibrationRows,
  predicted: Float64Array,
): Pick<MemberRow, 'mase' | 'wape' | 'mape'> {
  const block = (row: number): number => Math.floor(row / LEADS);
  const { mase, wape, mape } = forecastErrors({
    origin: truth.map((_, row) => origins[Math.floor(block(row) / keys.length)] ?? Number.NaN),
    series: truth.map((_, row) => block(row) % keys.length),
    actual: truth,
    predicted,
    absoluteScale: scale,
    squareScale: scale,
  });
  return { mase: mase ?? Number.NaN, wape: 100 * (wape ?? Number.NaN), mape: 100 * (mape ?? Number.NaN) };
}

/** Lines of a section's member table. */
export function memberTable({ firstOrigin, lastOrigin, origins, rows }: MemberScores): string[] {
  const lines = rows.map(({ name, weight, mase, wape, mape, without }) => [
    name === 'ensemble' ? '**ensemble**' : name,
    fixed(weight, 2),
    fixed(mase),
    fixed(wape, 2),
    fixed(mape, 2),
    fixed(without),
  ]);
  return [
    `Members, fitted before the ${origins} daily origins from ${firstOrigin} to ${lastOrigin} and scored on them; weights of an origin are learnt on the others:`,
    '',
    ...table(['member', 'weight', 'MASE', 'WAPE %', 'MAPE %', 'MASE of the others without it'], lines),
    '',
  ];
}
