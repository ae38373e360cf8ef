/**
 * Checks a model's text before LightGBM sees it: LightGBM reads the trees in parallel, where an error of its own ends
 * the whole process. What is checked is what could read or jump out of bounds.
 */
import { LightGbmUsageError } from '../errors.ts';

type Fields = ReadonlyMap<string, string>;

const numbers = /^ *(?:-?(?:\d+(?:\.\d+)?(?:e[-+]\d+)?|inf|nan)(?: +|$))*$/;
const perSplit = [
  'split_gain',
  'threshold',
  'decision_type',
  'left_child',
  'right_child',
  'internal_value',
  'internal_weight',
  'internal_count',
];
const endOfTrees = 'end of trees';

/** @throws LightGbmUsageError when the text is not a whole and sound model. */
export function checkModelText(text: string): void {
  const treesStart = text.indexOf('\nTree=0\n') + 1;
  const headerEnd = treesStart === 0 ? text.indexOf(`\n${endOfTrees}`) + 1 : treesStart;
  expect(text.startsWith('tree\n') && headerEnd > 0, 'it has no trees');
  const header = fieldsOf(text.slice(0, headerEnd));
  const featureCount = wholeNumber(header, 'max_feature_idx') + 1;
  const treesPerIteration = wholeNumber(header, 'num_tree_per_iteration');
  const sizes = integers(header, 'tree_sizes');
  expect(wholeNumber(header, 'num_class') > 0 && treesPerIteration > 0, 'it has no classes');
  expect(header.get('objective') !== '', 'its objective is empty');
  expect(sizes.length % treesPerIteration === 0, 'its last iteration is not whole');
  for (const name of ['feature_names', 'feature_infos']) {
    expect(words(header, name).length === featureCount, `${name} does not name ${featureCount} features`);
  }
  let offset = headerEnd;
  for (const [index, size] of sizes.entries()) {
    const tree = text.slice(offset, offset + size);
    expect(tree.startsWith(`Tree=${index}\n`), `tree ${index} is not where it should be`);
    checkTree(tree, index, featureCount);
    offset += size;
  }
  expect(text.startsWith(endOfTrees, offset), 'its trees do not end where they should');
}

function checkTree(text: string, index: number, featureCount: number): void {
  const lines = text.trimEnd().split('\n').slice(1);
  expect(
    lines.every((line) => line.includes('=')),
    `tree ${index} has a line without a name`,
  );
  const tree = fieldsOf(text);
  for (const [name, value] of tree) expect(numbers.test(value), `${name} of tree ${index} is not numbers`);
  const leaves = wholeNumber(tree, 'num_leaves');
  expect(leaves > 0, `tree ${index} has no leaves`);
  expectOneEach(tree, ['leaf_value'], leaves);
  expectOneEach(
    tree,
    ['leaf_weight', 'leaf_count'].filter((name) => tree.get(name) !== ''),
    leaves,
  );
  if (leaves > 1) checkSplits(tree, leaves, featureCount);
  if (tree.get('is_linear') === '1') checkLinearLeaves(tree, leaves, featureCount);
}

function checkSplits(tree: Fields, leaves: number, featureCount: number): void {
  const splits = leaves - 1;
  expectOneEach(tree, perSplit, splits);
  expectIndices(tree, 'split_feature', { count: splits, below: featureCount });
  for (const name of ['left_child', 'right_child']) {
    const children = integers(tree, name);
    // A split comes after its parent, and a leaf is written as -1 - its number.
    const isSound = (child: number, split: number): boolean =>
      child < 0 ? -1 - child < leaves : child > split && child < splits;
    expect(children.every(isSound), `${name} points out of its tree`);
  }
  checkCategories(tree);
}

function checkCategories(tree: Fields): void {
  const count = wholeNumber(tree, 'num_cat');
  const thresholds = words(tree, 'threshold');
  const categorical = integers(tree, 'decision_type').flatMap((type, split) =>
    (type & 1) === 1 ? [Number(thresholds[split])] : [],
  );
  expect(
    categorical.every((each) => Number.isInteger(each) && each >= 0 && each < count),
    'a category is unknown',
  );
  if (count === 0) return;
  const boundaries = integers(tree, 'cat_boundaries');
  const isAscending = boundaries.every((each, index) => each >= (boundaries[index - 1] ?? 0));
  expect(boundaries.length === count + 1 && isAscending, 'the boundaries of categories are unsound');
  expect(words(tree, 'cat_threshold').length === boundaries.at(-1), 'the categories are not whole');
}

function checkLinearLeaves(tree: Fields, leaves: number, featureCount: number): void {
  const counts = integers(tree, 'num_features');
  expect(
    counts.length === leaves && counts.every((count) => count >= 0),
    'num_features is not one number a leaf',
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  expectIndices(tree, 'leaf_features', { count: total, below: featureCount });
  expectOneEach(tree, ['leaf_coeff'], total);
  expectOneEach(tree, ['leaf_const', 'num_features'], leaves);
}

function fieldsOf(text: string): Fields {
  const lines = text.split('\n').map((line) => [line, line.indexOf('=')] as const);
  return new Map(
    lines.filter(([, at]) => at > 0).map(([line, at]) => [line.slice(0, at), line.slice(at + 1)]),
  );
}

function words(fields: Fields, name: string): readonly string[] {
  return (fields.get(name) ?? '').split(' ').filter((word) => word !== '');
}

function integers(fields: Fields, name: string): readonly number[] {
  const values = words(fields, name).map(Number);
  expect(values.every(Number.isInteger), `${name} is not whole numbers`);
  return values;
}

function wholeNumber(fields: Fields, name: string): number {
  const [value, ...rest] = integers(fields, name);
  if (value === undefined || value < 0 || rest.length > 0) throw damaged(`${name} is not one whole number`);
  return value;
}

function expectOneEach(fields: Fields, names: readonly string[], count: number): void {
  for (const name of names) expect(words(fields, name).length === count, `${name} is not ${count} numbers`);
}

function expectIndices(
  fields: Fields,
  name: string,
  { count, below }: { readonly count: number; readonly below: number },
): void {
  const indices = integers(fields, name);
  const areSound = indices.length === count && indices.every((index) => index >= 0 && index < below);
  expect(areSound, `${name} is not ${count} numbers from 0 to ${below - 1}`);
}

function expect(isSound: boolean, fault: string): void {
  if (!isSound) throw damaged(fault);
}

function damaged(fault: string): LightGbmUsageError {
  return new LightGbmUsageError(`The text is no whole LightGBM model: ${fault}.`);
}
