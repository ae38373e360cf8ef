/** Where a catalogue is: a file of the home, or a database of a PostgreSQL server. */
import { join } from 'node:path';
import { GridcastError, withoutSecrets } from '../../core/index.ts';

/** A catalogue's place, and its name without a password. */
export type CataloguePlace =
  | { readonly kind: 'sqlite'; readonly path: string; readonly name: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly name: string };

/** Reads `sqlite` (the home's own file) or `postgres://user@host/database`. @throws STORE_PLACE_INVALID */
export function parseCataloguePlace(home: string, catalogue = 'sqlite'): CataloguePlace {
  if (catalogue === 'sqlite') {
    const path = join(home, 'catalogue.sqlite');
    return { kind: 'sqlite', path, name: path };
  }
  const url = URL.parse(catalogue);
  if (url === null || !/^postgres(?:ql)?:$/u.test(url.protocol) || url.pathname.length < 2) {
    const expected = 'sqlite or postgres://user@host:5432/database is wanted';
    throw new GridcastError('STORE_PLACE_INVALID', {
      setting: 'catalogue',
      value: withoutSecrets(catalogue),
      expected,
    });
  }
  return { kind: 'postgres', url: catalogue, name: withoutSecrets(catalogue) };
}
