import { describe, expect, test } from 'vitest';
import { defineRule } from '../rule.ts';
import { findRule, rules } from '../rules/index.ts';
import { expectations } from '../suite.ts';
import { prove, requireProven } from './prove.ts';

describe('prove', () => {
  test('every check passes its clean sample and rejects its spoiled one', async () => {
    const proofs = await prove();
    expect(proofs.map(({ check }) => check)).toEqual([
      ...expectations.map(({ name }) => name),
      ...rules.map(({ type }) => type),
    ]);
    expect(proofs.filter((proof) => !proof.passesClean || !proof.rejectsSpoiled)).toEqual([]);
    expect(() => requireProven(proofs)).not.toThrow();
  });

  test('names a check that cannot fail, and one whose query does not run', async () => {
    const sound = findRule('expect_column_max_to_be_between');
    if (sound === undefined) throw new Error('the rule is gone');
    const [first] = expectations;
    const proofs = await prove({
      expectations: first === undefined ? [] : [{ ...first, fault: 'SELECT 1' }],
      rules: [
        sound,
        defineRule({ ...sound, proof: { ...sound.proof, fault: 'SELECT 1' } }),
        defineRule({ ...sound, proof: { ...sound.proof, fault: 'ALTER TABLE sample DROP value' } }),
      ],
    });
    expect(proofs.map(({ passesClean, rejectsSpoiled }) => [passesClean, rejectsSpoiled])).toEqual([
      [true, false],
      [true, true],
      [true, false],
      [true, false],
    ]);
    expect(() => requireProven(proofs)).toThrow(
      '3 checks do not tell a clean sample from a spoiled one: column_count, expect_column_max_to_be_between, ' +
        'expect_column_max_to_be_between. Mend its query or its samples.',
    );
  });
});
