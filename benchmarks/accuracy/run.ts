/**
 * `npm run benchmark:accuracy [-- --quick] [--only TEXT] [--set dev|test] [--contender TEXT]`: our forecasts beside those of
 * other tools, on the same origins of the same panels, by one scorer. Cases that were run before are not run again.
 *
 * Writes benchmarks/results/accuracy.json and benchmarks/accuracy/RESULTS.md; a part of the cases replaces its part of them.
 * METHOD.md says how to read them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlEngine, type SqlEngine } from '../../packages/gridcast/src/store/index.ts';
import { cacheFolder, runCase } from './case.ts';
import { contenders, isRun, type Contender } from './contenders.ts';
import { scoreMembers } from './members.ts';
import { accuracyPage } from './page.ts';
import { panels, writePanel, type AccuracyPanel, type PanelCase } from './panels.ts';
import type { ContenderResult, PanelResult } from './results.ts';
import { scoreCase } from './score.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    contender: { type: 'string', default: '' },
    set: { type: 'string', default: 'test' },
  },
});

const QUICK_ORIGINS = 3;
const isQuick = (contender: Contender): boolean =>
  contender.kind !== 'peer' || contender.name === 'mlforecast diff24';

using engine = await openSqlEngine({ threads: 2 });
const results: PanelResult[] = [];
for (const panel of panels) {
  for (const panelCase of panel.cases) {
    const name = `${panel.name}/${panelCase.delayHours}`;
    if (!name.includes(flags.only) || (flags.quick && name !== 'bundled/0')) continue;
    const result = await comparePanel(engine, panel, panelCase);
    if (result !== undefined) results.push(result);
  }
}
if (flags.quick || flags.set === 'dev') console.log(accuracyPage(results));
else writeResults();

async function comparePanel(
  engine: SqlEngine,
  panel: AccuracyPanel,
  panelCase: PanelCase,
): Promise<PanelResult | undefined> {
  const all = flags.set === 'dev' ? panelCase.dev : panelCase.test;
  const origins = flags.quick ? all.slice(-QUICK_ORIGINS) : all;
  if (origins.length === 0) return undefined;
  const { delayHours, refitHours } = panelCase;
  mkdirSync(cacheFolder, { recursive: true });
  const panelPath = path.join(cacheFolder, `${panel.name}.parquet`);
  await writePanel(engine, panel, panelPath);
  const rows = await runContenders(engine, { panel, panelCase, panelPath, origins });
  const isOursAsked = 'gridcast'.includes(flags.contender) && !flags.quick && flags.set !== 'dev';
  const members = isOursAsked ? await membersOf({ panel, panelPath, panelCase }) : {};
  const { name, about, moreOf } = panel;
  const facts = { panel: name, about, ...(moreOf === undefined ? {} : { moreOf }) };
  return { ...facts, delayHours, refitHours, origins, contenders: rows, ...members };
}

interface AskedCase {
  readonly panel: AccuracyPanel;
  readonly panelCase: PanelCase;
  readonly panelPath: string;
  readonly origins: readonly string[];
}

async function runContenders(
  engine: SqlEngine,
  { panel, panelCase, panelPath, origins }: AskedCase,
): Promise<ContenderResult[]> {
  const { delayHours, refitHours } = panelCase;
  const rows: ContenderResult[] = [];
  for (const contender of contenders) {
    if (!contender.name.includes(flags.contender) || (flags.quick && !isQuick(contender))) continue;
    if (!isRun(contender, panel, panelCase)) continue;
    console.error(`${panel.name}, delay ${delayHours} h: ${contender.name}`);
    try {
      const { forecasts, cost } = runCase(contender, { panel, panelPath, delayHours, refitHours, origins });
      const scores = await scoreCase(engine, { panel, panelPath, delayHours, forecasts, origins });
      rows.push({ name: contender.name, kind: contender.kind, cost, scores });
    } catch (thrown) {
      console.error(thrown instanceof Error ? thrown.message : thrown);
      rows.push({ name: contender.name, kind: contender.kind, failed: 'see what the run said' });
    }
  }
  return rows;
}

/** The case's member table; nothing for panels whose origins are counted elsewhere, and where no model is trained. */
async function membersOf(asked: Parameters<typeof scoreMembers>[0]): Promise<Pick<PanelResult, 'members'>> {
  const members = asked.panel.moreOf === undefined ? await scoreMembers(asked) : undefined;
  return members === undefined ? {} : { members };
}

/** Puts the results beside those that earlier runs left for other cases and contenders. */
function writeResults(): void {
  const json = path.resolve(import.meta.dirname, '../results/accuracy.json');
  const earlier = existsSync(json)
    ? (JSON.parse(readFileSync(json, 'utf8')) as { results: PanelResult[] }).results
    : [];
  const merged = panels.flatMap((panel) =>
    panel.cases.flatMap((panelCase) => {
      const { name } = panel;
      const { delayHours } = panelCase;
      const isSame = (one: PanelResult): boolean => one.panel === name && one.delayHours === delayHours;
      const [was, is] = [earlier.find(isSame), results.find(isSame)];
      const rows = contenders.flatMap((contender) => {
        if (!isRun(contender, panel, panelCase)) return [];
        const isIt = (row: ContenderResult): boolean => row.name === contender.name;
        return is?.contenders.find(isIt) ?? was?.contenders.find(isIt) ?? [];
      });
      const newest = is ?? was;
      const members = is?.members ?? was?.members;
      return newest === undefined ? [] : [{ ...newest, contenders: rows, ...(members && { members }) }];
    }),
  );
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  writeFileSync(json, `${JSON.stringify({ machine, results: merged })}\n`);
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), accuracyPage(merged));
  console.error(`written: ${json}, RESULTS.md`);
}
