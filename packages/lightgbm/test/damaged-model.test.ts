/** LightGBM ends the whole process on some damaged models; here each is refused before it comes to that. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LightGbm, LightGbmError, LightGbmUsageError } from '../src/index.ts';
import { categoryColumn, makeTable } from './table.ts';

const { columns, amount } = makeTable(1000);
let lightGbm: LightGbm;
let text: string;

beforeAll(async () => {
  lightGbm = await LightGbm.open({ threads: 2 });
  using dataset = await lightGbm.createDataset({
    features: columns,
    label: amount,
    categorical: [categoryColumn],
  });
  using booster = await lightGbm.train({ dataset, rounds: 3, params: { num_leaves: 12 } });
  text = await booster.toText();
});

afterAll(async () => lightGbm.close());

/** Whether a text loads and predicts, or is refused in an orderly way. */
async function outcomeOf(damaged: string): Promise<'loads' | 'refused'> {
  try {
    using booster = await lightGbm.loadBooster(damaged);
    await booster.predict(columns.slice(0, booster.featureNames.length));
    return 'loads';
  } catch (error) {
    if (error instanceof LightGbmError || error instanceof LightGbmUsageError) return 'refused';
    throw error;
  }
}

describe('loadBooster', () => {
  test('refuses what is no model', async () => {
    for (const wrong of ['', 'no model', 'tree\n', '{}', 'tree\nversion=v4\nend of trees\n']) {
      await expect(lightGbm.loadBooster(wrong)).rejects.toBeInstanceOf(LightGbmUsageError);
    }
  });

  test('refuses a model cut short anywhere in its trees', async () => {
    const end = text.indexOf('end of trees');
    for (let length = 0; length <= end; length += 23) {
      expect(await outcomeOf(text.slice(0, length)), `cut at ${length}`).toBe('refused');
    }
  });

  // Headers are left out, where a wrong letter is often a right one.
  test.each(['x', '0', '9', '-', '.', '=', ' ', '\n'])(
    'survives %j written anywhere in the trees',
    async (letter) => {
      const start = text.indexOf('Tree=0');
      for (let at = start; at < text.indexOf('end of trees'); at += 31) {
        await outcomeOf(text.slice(0, at) + letter + text.slice(at + 1));
      }
      expect(await outcomeOf(text)).toBe('loads');
    },
  );

  test('names the damage', async () => {
    const damage = (from: RegExp, to: string): string => text.replace(from, to);
    const cases: readonly (readonly [string, RegExp])[] = [
      [damage(/left_child=1/, 'left_child=0'), /left_child points out of its tree/],
      [damage(/split_feature=\d/, 'split_feature=8'), /split_feature is not 11 numbers from 0 to 7/],
      [damage(/num_leaves=12/, 'num_leaves=13'), /leaf_value is not 13 numbers/],
      [damage(/cat_boundaries=0 1/, 'cat_boundaries=0 2'), /categories are not whole|unsound/],
    ];
    for (const [damaged, message] of cases)
      await expect(lightGbm.loadBooster(damaged)).rejects.toThrow(message);
  });
});
