/**
 * `npm run benchmark:accuracy [-- --quick] [--only TEXT] [--set dev|test] [--contender TEXT]`: our forecasts beside those of
 * other tools, on the same origins of the same panels, by one scorer. Cases that were run before are not run again.
 *
 * A whole run writes benchmarks/results/accuracy.json and benchmarks/accuracy/RESULTS.md. METHOD.md says how to read them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlEngine, type SqlEngine } from '../../packages/gridcast/src/store/index.ts';
import { cacheFolder, runCase } from './case.ts';
import { contenders, type Contender } from './contenders.ts';
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
const isWhole = !flags.quick && flags.only === '' && flags.contender === '' && flags.set === 'test';
if (isWhole) writeResults();
else console.log(accuracyPage(results));

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
  const rows: ContenderResult[] = [];
  for (const contender of contenders) {
    if (!contender.name.includes(flags.contender) || (flags.quick && !isQuick(contender))) continue;
    if (contender.takes?.(panel, panelCase) === false) continue;
    console.error(`${panel.name}, delay ${delayHours} h: ${contender.name}`);
    try {
      const { forecasts, cost } = runCase(contender, { panel, panelPath, delayHours, refitHours, origins });
      const scores = await scoreCase(engine, { panel, panelPath, delayHours, forecasts, origins });
      rows.push({ name: contender.name, kind: contender.kind, cost, scores });
    } catch (thrown) {
      console.error(thrown instanceof Error ? thrown.message : thrown);
      rows.push({ name: contender.name, kind: contender.kind, failed: String(thrown).slice(-300) });
    }
  }
  const { name, about } = panel;
  return { panel: name, about, delayHours, refitHours, origins, contenders: rows };
}

function writeResults(): void {
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const json = path.resolve(import.meta.dirname, '../results/accuracy.json');
  writeFileSync(json, `${JSON.stringify({ machine, results }, null, 1)}\n`);
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), accuracyPage(results));
  console.error(`written: ${json}, RESULTS.md`);
}
