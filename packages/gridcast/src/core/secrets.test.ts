import { expect, test } from 'vitest';
import { withoutSecrets } from './secrets.ts';

test.each([
  ['postgres://me:s3cret@db.example:5432/gridcast', 'postgres://me:***@db.example:5432/gridcast'],
  ['postgres://me:p@ss:word@db/gridcast', 'postgres://me:***@db/gridcast'],
  ['postgres://:s3cret@db/gridcast', 'postgres://:***@db/gridcast'],
  ['postgress://me:s3cret@db is no address', 'postgress://me:***@db is no address'],
  [
    'postgres://db/gridcast?user=me&password=s3cret&sslmode=require',
    'postgres://db/gridcast?user=me&password=***&sslmode=require',
  ],
  ['postgres://me@db:5432/gridcast', 'postgres://me@db:5432/gridcast'],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ['.gridcast', '.gridcast'],
])('%s becomes %s', (text, shown) => {
  expect(withoutSecrets(text)).toBe(shown);
});
