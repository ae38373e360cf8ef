import type { Json } from '../../core/index.ts';
import type { Facts } from './trial-record.ts';

/** Nested settings as flat names with dots: `config.train.maxRows`; a list of texts as one text. Nothing for what is null. */
export function flatten(value: Json, path = ''): Facts {
  if (value === null) return {};
  if (Array.isArray(value)) return { [path]: value.map((one) => String(one)).join(', ') };
  if (typeof value !== 'object') return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, inner]) =>
      flatten(inner ?? null, path === '' ? name : `${path}.${name}`),
    ),
  ) as Facts;
}
