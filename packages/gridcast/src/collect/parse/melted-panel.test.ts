/** Real Danish hours, melted from wide to long, through both switches of the clock. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseFile } from '../parse-file.fixture.ts';

interface Cell {
  readonly utc: string;
  readonly key: string;
  readonly value: string;
}

async function meltedCells(): Promise<readonly Cell[]> {
  const text = await readFile(
    new URL('../../../test/fixtures/dk_hourly_switches.csv', import.meta.url),
    'utf8',
  );
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',').slice(1);
  return lines.flatMap((line) => {
    const [utc = '', ...values] = line.split(',');
    return names.map((key, i) => ({ utc, key, value: values[i] ?? '' }));
  });
}

const expectedRows = (cells: readonly Cell[]): readonly string[] =>
  cells
    .filter((cell) => cell.value !== '')
    .map((cell) => `${cell.key}|${cell.utc}|${Number(cell.value)}|null`)
    .toSorted();

describe('a melted panel', () => {
  test('comes back hour by hour from UTC times', async () => {
    const cells = await meltedCells();
    const text = ['when,what,amount', ...cells.map((cell) => `${cell.utc},${cell.key},${cell.value}`)].join(
      '\n',
    );
    const { good, bad, counts } = await parseFile(text, { time: 'when', keys: 'what', value: 'amount' });
    expect(bad).toEqual([]);
    expect(good.toSorted()).toEqual(expectedRows(cells));
    // 2020-12-31: the two series that begin at 23:00 have 23 empty hours each.
    expect(counts).toMatchObject({ rowsRead: 5 * 24 * 3, missingValues: 46 });
  });

  test('comes back hour by hour from Danish clock times with decimal commas', async () => {
    const cells = await meltedCells();
    const local = (utc: string): string =>
      new Date(utc).toLocaleString('sv-SE', { timeZone: 'Europe/Copenhagen' });
    const lines = cells.map((cell) => `${cell.key};"${local(cell.utc)}";${cell.value.replace('.', ',')}`);
    const { good, bad } = await parseFile(['what;when;amount', ...lines].join('\r\n'), {
      time: 'when',
      keys: 'what',
      value: 'amount',
      timezone: 'Europe/Copenhagen',
    });
    expect(bad).toEqual([]);
    expect(good.toSorted()).toEqual(expectedRows(cells));
  });
});
