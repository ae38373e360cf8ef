import { GridcastError, withoutSecrets, type Json } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { formatTable } from '../table.ts';

export const command: Command = {
  summary: 'print every setting and where its value came from',
  usage: 'config print',
  examples: ['config print', 'config print --threads 4 --json'],
  flags: {},
  flagHelp: {},
  run: ({ settings, positionals }) => {
    if (positionals.length > 1 || (positionals[0] ?? 'print') !== 'print') {
      throw new GridcastError('USAGE_INVALID_VALUE', {
        name: 'gridcast config',
        value: positionals.join(' '),
        expected: 'gridcast config print is the one form',
      });
    }
    const values = flatten(settings.config as unknown as Json);
    const rows = Object.entries(values).map(
      ([name, value]) => [name, JSON.stringify(value), settings.origins[name] ?? 'default'] as const,
    );
    const json = Object.fromEntries(
      rows.map(([name, , origin]) => [name, { value: values[name] ?? null, origin }]),
    );
    return Promise.resolve({ json, text: formatTable(['setting', 'value', 'from'], rows).join('\n') });
  },
};

function flatten(value: Json, path = ''): Record<string, Json> {
  if (typeof value === 'string') return { [path]: withoutSecrets(value) };
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, inner]) =>
      flatten(inner ?? null, path === '' ? name : `${path}.${name}`),
    ),
  ) as Record<string, Json>;
}
