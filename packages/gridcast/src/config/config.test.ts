import { describe, expect, test } from 'vitest';
import { resolveConfig } from './config.ts';

describe('resolveConfig', () => {
  test('lets later layers win leaf by leaf and says where each value came from', () => {
    const { config, origins } = resolveConfig([
      { origin: 'file', values: { threads: 4, train: { maxAgeHours: 12 } } },
      { origin: 'flag', values: { threads: 1, train: { maxRows: 5000 } } },
    ]);
    expect(config).toMatchObject({
      home: '.gridcast',
      threads: 1,
      train: { maxAgeHours: 12, maxRows: 5000 },
    });
    expect(origins).toMatchObject({
      home: 'default',
      threads: 'flag',
      'train.maxAgeHours': 'file',
      'train.maxRows': 'flag',
    });
  });

  test('names the value that does not fit', () => {
    expect(() => resolveConfig([{ origin: 'file', values: { train: { maxAgeHours: 'soon' } } }])).toThrow(
      /train\.maxAgeHours is "soon"/u,
    );
    expect(() => resolveConfig([{ origin: 'file', values: { colour: 1 } }])).toThrow(
      /colour.*no such setting/u,
    );
  });
});
