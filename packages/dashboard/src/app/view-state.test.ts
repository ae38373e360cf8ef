import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatView, parseView, wantedValue, withValue, type View } from './view-state.ts';

const empty: View = {
  path: '/',
  where: [],
  by: undefined,
  origin: undefined,
  hour: undefined,
  run: undefined,
  kind: undefined,
  listed: undefined,
  near: false,
  table: false,
};

describe('the address of a view', () => {
  test('is short and readable', () => {
    expect(formatView(empty)).toBe('/');
    const view: View = { ...empty, path: '/quality', where: ['area:DK1'], near: true, table: true };
    expect(formatView(view)).toBe('/quality?where=area:DK1&near&table');
  });

  test('gives back every view', () => {
    const text = fc.string({ unit: 'grapheme' });
    const views = fc.record<View>({
      path: fc.constantFrom('/', '/quality'),
      where: fc.array(text),
      by: fc.option(text, { nil: undefined }),
      origin: fc.option(text, { nil: undefined }),
      hour: fc.option(text, { nil: undefined }),
      run: fc.option(text, { nil: undefined }),
      kind: fc.option(text, { nil: undefined }),
      listed: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
      near: fc.boolean(),
      table: fc.boolean(),
    });
    fc.assert(
      fc.property(views, (view) => {
        const { pathname, search } = new URL(formatView(view), 'http://localhost');
        expect(parseView(pathname, search)).toEqual(view);
      }),
    );
  });

  test('may end in a slash', () => {
    expect(parseView('/quality/', '').path).toBe('/quality');
  });
});

describe('conditions on keys', () => {
  const keys = ['site', 'site:id', 'meter'];

  test('are replaced, set free and kept in the order of the keys', () => {
    const one = withValue([], { key: 'meter', value: 'a:b' }, keys);
    const two = withValue(one, { key: 'site', value: 'x' }, keys);
    expect(two).toEqual(['site:x', 'meter:a:b']);
    expect(withValue(two, { key: 'site', value: 'y' }, keys)).toEqual(['site:y', 'meter:a:b']);
    expect(withValue(two, { key: 'meter', value: undefined }, keys)).toEqual(['site:x']);
  });

  test('belong to the longest name that fits', () => {
    expect(wantedValue(['site:id:7'], 'site:id', keys)).toBe('7');
    expect(wantedValue(['site:id:7'], 'site', keys)).toBeUndefined();
    expect(wantedValue(['meter:a:b'], 'meter', keys)).toBe('a:b');
    expect(wantedValue(['meter:'], 'meter', keys)).toBe('');
  });
});
