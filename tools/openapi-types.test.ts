import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { writeApiTypes } from './openapi-types.ts';

describe('the types of the API', () => {
  test('are what the routes say', async () => {
    const target = path.join(import.meta.dirname, '../packages/dashboard/src/api/schema.ts');
    const wanted = await format(writeApiTypes(), { ...(await resolveConfig(target)), filepath: target });
    expect(readFileSync(target, 'utf8'), 'run node tools/generate.ts').toBe(wanted);
  });

  test('name optional fields, lists and choices', () => {
    const document = {
      info: { title: 'x', version: '1' },
      paths: {},
      components: {
        schemas: {
          One: {
            type: 'object',
            required: ['list'],
            properties: {
              list: { type: 'array', items: { type: ['integer', 'null'] } },
              'a-b': { enum: ['x', 'y'] },
            },
          },
        },
      },
    };
    const text = writeApiTypes(document).replaceAll(/\s+/gu, ' ');
    expect(text).toContain(
      'export type One = { readonly list: readonly (number | null)[]; readonly "a-b"?: "x" | "y"; };',
    );
  });
});
