/** `runs diff`: what differs between two runs. */
import { GridcastError, type Json } from '../../core/index.ts';
import { diffRuns, type Difference } from '../../pipeline/index.ts';
import { withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';
import type { RunsVerb } from './verb.ts';

export const diffVerb: RunsVerb = {
  usage: 'diff RUN RUN',
  run: (context, [before, after]) => {
    if (before === undefined || after === undefined) {
      const example = 'gridcast runs diff 3f2a 91bc';
      throw new GridcastError('USAGE_MISSING_VALUE', { name: 'the second RUN', example });
    }
    return withStore(context, async ({ catalogue }) => {
      const diff = await diffRuns(catalogue, before, after);
      const rows = diff.differences.map((one) => [
        one.section,
        one.name,
        shown(one.before),
        shown(one.after),
        change(one),
      ]);
      const header = ['what', 'name', diff.before.slice(0, 12), diff.after.slice(0, 12), 'change'];
      const text = rows.length === 0 ? 'These runs do not differ.' : formatTable(header, rows).join('\n');
      return { json: diff as unknown as Json, text };
    });
  },
};

function shown(value: Difference['before']): string {
  if (value === null) return '–';
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(4);
  return String(value).slice(0, 60);
}

function change({ section, before, after }: Difference): string {
  if (section !== 'metrics' || typeof before !== 'number' || typeof after !== 'number') return '';
  const percent = before > 0 && after > 0 ? ` (${(100 * (after / before - 1)).toFixed(1)} %)` : '';
  return `${after > before ? '+' : ''}${Number((after - before).toFixed(4))}${percent}`;
}
