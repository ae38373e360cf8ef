import { describe, expect, test } from 'vitest';
import { openSqlEngine } from './engine.ts';

describe('openSqlEngine', () => {
  test('gives back the columns it was given, null and NaN as NaN', async () => {
    using engine = await openSqlEngine();
    const n = 5000;
    const value = Float64Array.from({ length: n }, (_, i) => (i === 3 ? Number.NaN : i / 2));
    await engine.createTable('t', {
      id: Int32Array.from({ length: n }, (_, i) => i),
      value,
      name: Array.from({ length: n }, (_, i) => (i === 4 ? null : `n${i}`)),
    });
    const back = await engine.numbers(
      'SELECT id, value, CASE WHEN id = 7 THEN NULL ELSE 1 END AS one FROM t ORDER BY id',
    );
    expect(back.rows).toBe(n);
    expect(back.columns['value']).toEqual(value);
    expect(back.columns['one']?.[7]).toBeNaN();
    expect(await engine.rows('SELECT count(*)::INTEGER AS missing FROM t WHERE name IS NULL')).toEqual([
      { missing: 1 },
    ]);
  });

  test('names the query when it fails', async () => {
    using engine = await openSqlEngine();
    const failing = engine.run('SELECT nope FROM nowhere');
    await expect(failing).rejects.toThrow(/nowhere.*SELECT nope/su);
    await expect(failing).rejects.toMatchObject({ code: 'STORE_QUERY_FAILED' });
  });
});
