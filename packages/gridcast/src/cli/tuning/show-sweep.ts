/** Sweeps of a home, for people. */
import { writeFile } from 'node:fs/promises';
import { isoOfHour, type Json } from '../../core/index.ts';
import { inputsOf, outcomeOf, readTrials } from '../../pipeline/index.ts';
import { getSweep, listSweeps, type Store } from '../../store/index.ts';
import { bestTrial, importances, meanMase, renderSweep } from '../../train/index.ts';
import type { CommandResult } from '../command.ts';
import { formatTable } from '../table.ts';
import { trialLines } from './tune-report.ts';

export async function listedSweeps(store: Store): Promise<CommandResult> {
  const page = await listSweeps(store.catalogue);
  const rows = page.items.map((sweep) => {
    const { spaceName, sampler, pruning, trials } = inputsOf(sweep);
    const outcome = outcomeOf(sweep);
    const decision =
      outcome === null ? '' : outcome.isInForce ? `trial ${outcome.winner}` : 'nothing changed';
    const how = `${spaceName}, ${sampler}, prune ${pruning}, ${trials} trials`;
    return [
      sweep.id.slice(0, 12),
      sweep.status,
      isoOfHour(sweep.as_of),
      `${sweep.delay_hours} h`,
      how,
      decision,
    ];
  });
  const json = page.items.map((sweep) => ({
    ...sweep,
    inputs: JSON.parse(sweep.inputs) as Json,
    outcome: outcomeOf(sweep) as unknown as Json,
  }));
  const header = ['sweep', 'state', 'as of', 'delay', 'search', 'put in force'];
  return { json: { ...page, items: json }, text: formatTable(header, rows).join('\n') };
}

export async function shownSweep(
  store: Store,
  start: string,
  out: string | undefined,
): Promise<CommandResult> {
  const sweep = await getSweep(store.catalogue, start);
  const trials = await readTrials(store.catalogue, sweep.id);
  const { space: parameters, folds } = inputsOf(sweep);
  const [space, outcome] = [Object.fromEntries(parameters), outcomeOf(sweep)];
  const shares = importances(space, trials);
  if (out !== undefined) await writeFile(out, renderSweep({ sweep, space, folds, trials, outcome }));
  const best = bestTrial(trials);
  const json = {
    ...sweep,
    inputs: JSON.parse(sweep.inputs) as Json,
    outcome: outcome as unknown as Json,
    best: best === undefined ? null : { number: best.number, mase: meanMase(best) ?? null },
    importances: shares as unknown as Json,
    trials: trials as unknown as Json,
  };
  const text = [
    `Sweep ${sweep.id}: ${sweep.status}, as of ${isoOfHour(sweep.as_of)}`,
    ...trialLines(trials),
    '',
    ...formatTable(
      ['parameter', 'share of the variance of MASE'],
      shares.map(({ name, share }) => [name, share === null ? '–' : share.toFixed(2)]),
    ),
    ...(outcome === null
      ? []
      : ['', `${outcome.isInForce ? 'Put in force' : 'Not put in force'}: ${outcome.reason}`]),
    ...(out === undefined ? [] : [`Plots written to ${out}`]),
  ].join('\n');
  return { json, text };
}
