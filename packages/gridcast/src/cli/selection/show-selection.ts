/** Selections of a home, for people. */
import { writeFile } from 'node:fs/promises';
import { isoOfHour, type Json } from '../../core/index.ts';
import { readSteps, type SelectionOutcome, type SelectionReport } from '../../pipeline/index.ts';
import { getSelection, listSelections, type SelectionRow, type Store } from '../../store/index.ts';
import {
  compare,
  renderSelection,
  selectionVerdict,
  stepCells,
  type FoldPlan,
  type SelectionStep,
} from '../../train/index.ts';
import type { CommandResult } from '../command.ts';
import { formatTable } from '../table.ts';

const SHOWN_COLUMNS = 10;

function outcomeOf({ outcome }: SelectionRow): SelectionOutcome | null {
  return JSON.parse(outcome ?? 'null') as SelectionOutcome | null;
}

function rowJson(row: SelectionRow): { readonly [name: string]: Json } {
  return { ...row, inputs: JSON.parse(row.inputs) as Json, outcome: outcomeOf(row) as unknown as Json };
}

export async function listedSelections(store: Store): Promise<CommandResult> {
  const page = await listSelections(store.catalogue);
  const rows = page.items.map((row) => {
    const outcome = outcomeOf(row);
    const left =
      outcome === null
        ? ''
        : `${outcome.columns.length} of ${outcome.columns.length + outcome.leftOut.length}`;
    return [
      row.id.slice(0, 12),
      row.status,
      isoOfHour(row.as_of),
      `${row.delay_hours} h`,
      left,
      laterDays(outcome),
    ];
  });
  const header = ['selection', 'state', 'as of', 'delay', 'columns', 'later days'];
  return { json: { ...page, items: page.items.map(rowJson) }, text: formatTable(header, rows).join('\n') };
}

/** What the days said that no step had seen. */
function laterDays(outcome: SelectionOutcome | null): string {
  if (outcome === null || outcome.heldOut.length === 0) return '';
  const [before, chosen] = [
    outcome.heldOut.map((one) => one.inForce),
    outcome.heldOut.map((one) => one.tuned),
  ];
  return compare(chosen, before);
}

/** One selection; with `out` its page is written there. @throws SELECT_RUN_UNKNOWN */
export async function shownSelection(
  store: Store,
  start: string,
  out: string | undefined,
): Promise<CommandResult> {
  const selection = await getSelection(store.catalogue, start);
  const steps = await readSteps(store.catalogue, selection.id);
  const outcome = outcomeOf(selection);
  const { folds } = JSON.parse(selection.inputs) as { readonly folds: FoldPlan };
  if (out !== undefined) await writeFile(out, renderSelection({ selection, folds, steps, outcome }));
  const text = [
    `Selection ${selection.id}: ${selection.status}, as of ${isoOfHour(selection.as_of)}`,
    ...stepLines(steps),
    '',
    selectionVerdict(outcome),
    ...(out === undefined ? [] : [`Page written to ${out}`]),
  ].join('\n');
  return { json: { ...rowJson(selection), steps: steps as unknown as Json }, text };
}

/** What a selection that has ended tells people. */
export function selectionText({ id, nothingToDo, steps, outcome }: SelectionReport): string {
  const name = id.slice(0, 12);
  return [
    ...(nothingToDo ? [`Nothing to do: selection ${name} was finished on these very inputs before.`] : []),
    ...stepLines(steps),
    '',
    selectionVerdict(outcome),
    ...nextLines(name, outcome),
    `Selection ${name}; page: gridcast select show ${name} --out selection.html`,
  ].join('\n');
}

function nextLines(name: string, outcome: SelectionOutcome): string[] {
  if (outcome.isInForce) return ['The next gridcast train uses them.'];
  // fewer columns at the same error are cheaper; at a clearly higher one nobody should want them
  if (laterDays(outcome) !== 'as good') return ['What was in force stays.'];
  const use = `gridcast select use ${name} --reason TEXT`;
  return [`What was in force stays; the error is as good, so ${use} saves time in training.`];
}

/** What the families and the best columns are worth, and how the elimination went. */
function stepLines(steps: readonly SelectionStep[]): string[] {
  const [all] = steps;
  const ranked = (list: SelectionStep['importances']): string[][] =>
    list
      .toSorted((a, b) => b.mean - a.mean)
      .map(({ name, mean, error, gainShare }) => [
        name,
        mean.toFixed(4),
        `± ${error.toFixed(4)}`,
        `${(100 * gainShare).toFixed(1)} %`,
      ]);
  const header = ['MASE lost without it', '', 'share of gain'];
  return [
    ...formatTable(['family', ...header], ranked(all?.families ?? [])),
    '',
    ...formatTable(['column', ...header], ranked(all?.importances ?? []).slice(0, SHOWN_COLUMNS)),
    '',
    ...formatTable(
      ['step', 'columns', 'MASE', 'above all columns', ''],
      stepCells(steps).map((cells) => cells.slice(0, -1)),
    ),
  ];
}
