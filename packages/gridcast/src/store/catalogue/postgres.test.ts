import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as everyTest } from 'vitest';
import { silentLogger } from '../../core/index.ts';
import { freePort } from '../testing/free-port.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import {
  findPostgres,
  POSTGRES_PASSWORD,
  postgresRemedy,
  startPostgres,
  type PostgresServer,
} from '../testing/postgres-server.ts';
import { openSqliteCatalogue } from './open-catalogue.ts';
import { migrateCatalogue } from './migrate.ts';
import { migrations, type Migration } from './migrations/index.ts';
import { translatePostgresError } from './postgres-errors.ts';
import { findSetting, setSetting } from './settings.ts';

const isThere = findPostgres() !== undefined;
const version = migrations.length;
const next: readonly Migration[] = [
  ...migrations,
  async (db) => {
    await db.schema.createTable('added').addColumn('id', 'integer').execute();
  },
];

/** What was thrown has the code, names the server and not its password. */
async function expectUnreachable(work: Promise<unknown>, name: RegExp): Promise<void> {
  await expect(work).rejects.toMatchObject({
    code: 'STORE_CATALOGUE_UNREACHABLE',
    message: expect.stringMatching(name) as string,
  });
  await expect(work).rejects.not.toThrow(POSTGRES_PASSWORD);
}

describe(`a catalogue on a server${isThere ? '' : ` ${postgresRemedy}`}`, () => {
  const test = isThere ? everyTest : everyTest.skip;
  let server: PostgresServer;

  beforeAll(async () => {
    if (isThere) server = await startPostgres();
  });

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  test('is not made by a reader, who is told what to do', async () => {
    const catalogue = await server.createDatabase();
    await expect(openTestStore({ catalogue, readOnly: true })).rejects.toMatchObject({
      code: 'STORE_CATALOGUE_EMPTY',
      message: expect.stringMatching(/gridcast:\*\*\*@127\.0\.0\.1.*gridcast run/u) as string,
    });
    await using store = await openTestStore({ catalogue });
    await using reader = await openTestStore({ catalogue, readOnly: true });
    await setSetting(store.catalogue, 'source', 'de35');
    expect(await findSetting(reader.catalogue, 'source')).toBe('de35');
    await expect(setSetting(reader.catalogue, 'source', 'x')).rejects.toMatchObject({
      code: 'STORE_HOME_UNWRITABLE',
    });
  });

  test('a reader in a transaction never waits for a writer, and sees one state throughout', async () => {
    const catalogue = await server.createDatabase();
    await using writer = await openTestStore({ catalogue });
    await using reader = await openTestStore({ catalogue, readOnly: true });
    await reader.catalogue.transaction().execute(async (reading) => {
      expect(await findSetting(reading, 'source')).toBeUndefined();
      await writer.catalogue.transaction().execute((writing) => setSetting(writing, 'source', 'de35'));
      expect(await findSetting(reading, 'source')).toBeUndefined();
    });
    expect(await findSetting(reader.catalogue, 'source')).toBe('de35');
  });

  test('says who is to be asked when the database, the password or the server is wrong', async () => {
    const catalogue = await server.createDatabase();
    await expectUnreachable(
      openTestStore({ catalogue: `${catalogue}_none` }),
      /test_\d+_none.* does not exist/u,
    );
    const wrong = catalogue.replace(POSTGRES_PASSWORD, 'wr0ng');
    await expectUnreachable(openTestStore({ catalogue: wrong }), /password authentication failed/u);
    await expect(openTestStore({ catalogue: wrong })).rejects.not.toThrow('wr0ng');
    const nowhere = `postgres://gridcast:${POSTGRES_PASSWORD}@127.0.0.1:${await freePort()}/gridcast`;
    await expectUnreachable(
      openTestStore({ catalogue: nowhere }),
      /127\.0\.0\.1:\d+\/gridcast cannot be reached: connect ECONNREFUSED/u,
    );
  });

  test('a server that ends amid a transaction leaves the old state, and the store goes on when it is back', async () => {
    await using store = await openTestStore({ catalogue: await server.createDatabase() });
    await setSetting(store.catalogue, 'source', 'old');
    const broken = store.catalogue.transaction().execute(async (transaction) => {
      await setSetting(transaction, 'source', 'new');
      await server.crash();
      await setSetting(transaction, 'other', 'new');
    });
    await expectUnreachable(broken, /cannot be reached/u);
    await expectUnreachable(findSetting(store.catalogue, 'source'), /ECONNREFUSED|terminat/u);
    await server.restart();
    await server.execute('select 1');
    expect(await findSetting(store.catalogue, 'source')).toBe('old');
  });

  test('a connection that an operator ends while it is idle is replaced', async () => {
    await using store = await openTestStore({ catalogue: await server.createDatabase() });
    await setSetting(store.catalogue, 'source', 'de35');
    await server.execute(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'gridcast'`,
    );
    await expect.poll(() => findSetting(store.catalogue, 'source').catch(() => undefined)).toBe('de35');
  });

  test('an older one is backed up as a SQLite file and migrated, by one of several processes', async () => {
    const catalogue = await server.createDatabase();
    await using store = await openTestStore({ catalogue });
    await using other = await openTestStore({ catalogue });
    await setSetting(store.catalogue, 'source', 'de35');
    const options = { logger: silentLogger, migrations: next, name: 'the server' };
    const asReader = { ...options, home: store.home, readOnly: true };
    await expect(migrateCatalogue(store.catalogue, asReader)).rejects.toMatchObject({
      code: 'STORE_HOME_OLDER',
      details: { found: version, known: version + 1 },
    });
    await Promise.all(
      [store, other].map(({ catalogue: db, home }) =>
        migrateCatalogue(db, { ...options, home, readOnly: false }),
      ),
    );
    expect(await findSetting(store.catalogue, 'schema_version')).toBe(String(version + 1));
    expect(await findSetting(store.catalogue, 'source')).toBe('de35');
    const [name = ''] = await readdir(join(store.home, 'backups'));
    expect(name).toBe(`catalogue-v${version}.sqlite`);
    const backup = openSqliteCatalogue(join(store.home, 'backups', name), { readOnly: true });
    expect(await findSetting(backup, 'source')).toBe('de35');
    expect(await findSetting(backup, 'schema_version')).toBe(String(version));
    await backup.destroy();
  });

  test('a newer one is refused, and a migration that fails leaves it as it was', async () => {
    const catalogue = await server.createDatabase();
    await using store = await openTestStore({ catalogue });
    const failing = [...next, () => Promise.reject(new Error('no'))];
    const options = { home: store.home, logger: silentLogger, readOnly: false };
    await expect(migrateCatalogue(store.catalogue, { ...options, migrations: failing })).rejects.toThrow(
      'no',
    );
    expect(await findSetting(store.catalogue, 'schema_version')).toBe(String(version));
    expect((await store.catalogue.introspection.getTables()).map((table) => table.name)).not.toContain(
      'added',
    );
    await setSetting(store.catalogue, 'schema_version', '99');
    await expect(openTestStore({ catalogue })).rejects.toThrow(
      new RegExp(`newer Gridcast \\(catalogue version 99; .* up to ${version}\\)`, 'u'),
    );
  });

  test('two homes in one database have a schema each', async () => {
    const catalogue = await server.createDatabase();
    const schemas = ['first', 'second'].map((schema) => `${catalogue}?options=-c%20search_path%3D${schema}`);
    const setUp = await openTestStore({ catalogue });
    for (const schema of ['first', 'second']) await setUp.catalogue.schema.createSchema(schema).execute();
    await setUp[Symbol.asyncDispose]();
    for (const url of schemas) {
      await using store = await openTestStore({ catalogue: url });
      expect(await findSetting(store.catalogue, 'source')).toBeUndefined();
      await setSetting(store.catalogue, 'source', url);
    }
  });
});

describe('translatePostgresError', () => {
  everyTest.each([
    ['55P03', 'STORE_CATALOGUE_BUSY'],
    ['40001', 'STORE_CATALOGUE_BUSY'],
    ['25006', 'STORE_HOME_UNWRITABLE'],
    ['53100', 'STORE_DISK_FULL'],
    ['XX001', 'STORE_CATALOGUE_DAMAGED'],
    ['57P03', 'STORE_CATALOGUE_UNREACHABLE'],
    ['28P01', 'STORE_CATALOGUE_UNREACHABLE'],
    ['ETIMEDOUT', 'STORE_CATALOGUE_UNREACHABLE'],
    ['23505', 'STORE_QUERY_FAILED'],
  ])('%s means %s', (code, meaning) => {
    const thrown = Object.assign(new Error('reason'), { code });
    expect(translatePostgresError('postgres://host/db', thrown, 'select 1')).toMatchObject({ code: meaning });
  });
});
