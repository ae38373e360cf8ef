import { expect, test } from 'vitest';
import { addressOf } from './get.ts';

test('an address holds what was asked and nothing absent', () => {
  expect(addressOf('/api/v2/source', { query: { origin: undefined } })).toBe('/api/v2/source');
  expect(
    addressOf('/api/v2/keys/{key}/values', {
      params: { key: 'a/b' },
      query: { where: ['area:DK 1', 'x:&'], limit: 3, q: '' },
    }),
  ).toBe('/api/v2/keys/a%2Fb/values?where=area%3ADK+1&where=x%3A%26&limit=3&q=');
});
