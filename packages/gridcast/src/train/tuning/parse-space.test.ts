import { describe, expect, test } from 'vitest';
import { parseSpace } from './parse-space.ts';
import { presets } from './presets.ts';

const number = (fields: object): object => ({ kind: 'float', low: 0.1, high: 1, ...fields });

describe('parseSpace', () => {
  test('reads what the presets are, and what it reads once more', () => {
    for (const [name, space] of Object.entries(presets)) {
      const read = parseSpace(JSON.parse(JSON.stringify(space)), name);
      expect(Object.keys(read)).toEqual(Object.keys(space));
      expect(parseSpace(read, name)).toEqual(read);
    }
  });

  test.each<[what: string, space: unknown, place: string, sentence: string]>([
    ['no object', [], 'the top', 'an object of parameters'],
    ['nothing in it', {}, 'the top', 'at least one'],
    ['an unknown name', { learning_rte: number({}) }, 'learning_rte', 'did you mean learning_rate?'],
    ['a name from the prototype', { constructor: number({}) }, 'constructor', 'there is no such parameter'],
    ['no kind', { rounds: { low: 1, high: 2 } }, 'rounds.kind', 'choice, int, float'],
    ['a rate of 0', { learning_rate: number({ low: 0 }) }, 'learning_rate.low', 'above 0'],
    ['a share above 1', { bagging_fraction: number({ high: 1.5 }) }, 'bagging_fraction.high', 'at most 1'],
    ['a number as text', { learning_rate: number({ low: '0.1' }) }, 'learning_rate.low', 'a number'],
    ['no upper end', { learning_rate: { kind: 'float', low: 0.1 } }, 'learning_rate.high', 'a number'],
    ['ends in the wrong order', { lambda_l2: number({ low: 2 }) }, 'lambda_l2.low', 'not above high, 1'],
    ['half a leaf', { num_leaves: { kind: 'int', low: 2.5, high: 9 } }, 'num_leaves.low', 'a whole number'],
    ['whole numbers as floats', { rounds: { kind: 'float', low: 2, high: 9 } }, 'rounds.kind', 'int'],
    ['one leaf', { num_leaves: { kind: 'choice', values: [31, 1] } }, 'num_leaves.values[1]', 'from 2'],
    ['a log scale from 0', { lambda_l1: number({ low: 0, scale: 'log' }) }, 'lambda_l1.low', 'above 0'],
    ['a scale of another name', { lambda_l1: number({ scale: 'ln' }) }, 'lambda_l1.scale', 'linear, log'],
    ['one point', { lambda_l1: number({ points: 1 }) }, 'lambda_l1.points', 'from 2 to 50'],
    ['a field too many', { lambda_l1: number({ step: 1 }) }, 'lambda_l1.step', 'its fields are'],
    ['no values', { rounds: { kind: 'choice', values: [] } }, 'rounds.values', '1 to 200 values'],
    ['a value twice', { rounds: { kind: 'choice', values: [9, 9] } }, 'rounds.values[1]', 'before'],
    ['an unknown loss', { loss: { kind: 'choice', values: ['log'] } }, 'loss.values[0]', 'huber, squares'],
    ['a range of words', { loss: number({}) }, 'loss.kind', 'it is a choice'],
    ['an unknown group', { groups: { kind: 'choice', values: [['x']] } }, 'groups.values[0]', 'core'],
    ['no group', { groups: { kind: 'choice', values: [[]] } }, 'groups.values[0]', 'a list'],
    ['a window that is none', { windows: { kind: 'choice', values: [[7]] } }, 'windows.values[0]', '24'],
    ['NaN', { lambda_l2: number({ high: Number.NaN }) }, 'lambda_l2.high', 'a number'],
  ])('refuses %s and says where', (_, space, place, sentence) => {
    const error = expect.objectContaining({ code: 'TUNE_SPACE_INVALID' });
    expect(() => parseSpace(space, 'mine.json')).toThrow(error);
    expect(() => parseSpace(space, 'mine.json')).toThrow(` at ${place}, but`);
    expect(() => parseSpace(space, 'mine.json')).toThrow(sentence);
  });
});
