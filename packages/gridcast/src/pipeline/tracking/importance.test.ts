import { expect, test } from 'vitest';
import type { ModelArtefact } from '../../model/index.ts';
import { importanceCsv, importanceOf } from './importance.ts';

/** Two trees in LightGBM's own words; the second did not split. */
const BOOSTER = `tree
feature_names=lead lev_24
tree_sizes=1 2

Tree=0
num_leaves=3
split_feature=1 0
split_gain=9 1
threshold=1 2

Tree=1
num_leaves=1
split_feature=
split_gain=

end of trees`;

test('sums splits and gain by feature from the text of the trees', () => {
  const members = [
    { member: { name: 'a' }, features: [], booster: BOOSTER },
    { member: { name: 'b' }, features: [] },
  ] as unknown as ModelArtefact['members'];
  const importance = importanceOf({ members });
  expect(importance).toEqual([
    { member: 'a', feature: 'lev_24', splits: 1, gainShare: 0.9 },
    { member: 'a', feature: 'lead', splits: 1, gainShare: 0.1 },
  ]);
  expect(importanceCsv(importance)).toBe(
    'member,feature,splits,gain_share\na,lev_24,1,0.900000\na,lead,1,0.100000\n',
  );
});
