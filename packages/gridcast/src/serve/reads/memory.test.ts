import { expect, test } from 'vitest';
import { createMemory } from './memory.ts';

test('keeps what was used last and forgets what failed', async () => {
  const memory = createMemory(2);
  let made = 0;
  const make = (): Promise<number> => Promise.resolve(++made);
  expect([await memory('a', make), await memory('b', make), await memory('a', make)]).toEqual([1, 2, 1]);
  await memory('c', make);
  expect([await memory('a', make), await memory('b', make)]).toEqual([1, 4]);
  await expect(memory('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await memory('bad', make)).toBe(5);
});
