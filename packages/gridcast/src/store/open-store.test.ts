import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../core/index.ts';
import { migrateCatalogue } from './catalogue/migrate.ts';
import { migrations } from './catalogue/migrations/index.ts';
import { translateSqliteError } from './catalogue/sqlite-errors.ts';
import { findSetting, setSetting } from './catalogue/settings.ts';
import { openStore } from './open-store.ts';

const version = migrations.length;

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-open-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function setVersion(home: string, version: number): void {
  const database = new DatabaseSync(join(home, 'catalogue.sqlite'));
  database.prepare("update setting set value = ? where name = 'schema_version'").run(String(version));
  database.close();
}

describe('openStore', () => {
  test('makes a home and finds it again', async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'a', 'home');
      {
        await using store = await openStore({ home });
        await setSetting(store.catalogue, 'source', 'de35');
      }
      expect((await readdir(home)).sort()).toEqual(['catalogue.sqlite', 'lake', 'scratch']);
      await using store = await openStore({ home, readOnly: true });
      expect(await findSetting(store.catalogue, 'source')).toBe('de35');
      await expect(setSetting(store.catalogue, 'source', 'x')).rejects.toThrow(/cannot be written/u);
    });
  });

  test('says what to do where there is no home to read, and makes none', async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'none');
      await expect(openStore({ home, readOnly: true })).rejects.toThrow(
        /no Gridcast home at .*gridcast collect/u,
      );
      expect(existsSync(home)).toBe(false);
    });
  });

  test('says what to do where the home cannot be written', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      await expect(openStore({ home: join(folder, 'file', 'home') })).rejects.toMatchObject({
        code: 'STORE_HOME_UNWRITABLE',
        message: expect.stringMatching(/file\/home cannot be written: ENOTDIR.*--home/u) as string,
      });
      await mkdir(join(folder, 'taken', 'catalogue.sqlite'), { recursive: true });
      await expect(openStore({ home: join(folder, 'taken') })).rejects.toMatchObject({
        code: 'STORE_HOME_UNWRITABLE',
      });
    });
  });

  test('refuses a home of a newer version', async () => {
    await inFolder(async (home) => {
      await (await openStore({ home }))[Symbol.asyncDispose]();
      setVersion(home, 99);
      await expect(openStore({ home })).rejects.toThrow(
        new RegExp(`newer Gridcast \\(catalogue version 99; .* up to ${version}\\)`, 'u'),
      );
    });
  });

  test('says that a catalogue is damaged', async () => {
    await inFolder(async (home) => {
      await writeFile(join(home, 'catalogue.sqlite'), 'this is no database, and long enough to be looked at');
      await expect(openStore({ home })).rejects.toMatchObject({ code: 'STORE_CATALOGUE_DAMAGED' });
    });
  });
});

describe('two processes at one catalogue', () => {
  test('a reader never waits for a writer, and sees the state before it', async () => {
    await inFolder(async (home) => {
      await using writer = await openStore({ home });
      await using reader = await openStore({ home, readOnly: true });
      await writer.catalogue.transaction().execute(async (transaction) => {
        await setSetting(transaction, 'source', 'de35');
        expect(await findSetting(reader.catalogue, 'source')).toBeUndefined();
      });
      expect(await findSetting(reader.catalogue, 'source')).toBe('de35');
    });
  });

  test('transactions of one process take turns, and one that fails leaves nothing', async () => {
    await inFolder(async (home) => {
      await using store = await openStore({ home });
      const add = (name: string, fails: boolean): Promise<void> =>
        store.catalogue.transaction().execute(async (transaction) => {
          await setSetting(transaction, name, 'x');
          await new Promise((resolve) => setImmediate(resolve));
          if (fails) throw new Error(name);
        });
      const done = await Promise.allSettled([add('a', false), add('b', true), add('c', false)]);
      expect(done.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const names = ['a', 'b', 'c'].map((name) => findSetting(store.catalogue, name));
      expect(await Promise.all(names)).toEqual(['x', undefined, 'x']);
    });
  });

  test('a writer that waits too long says so', async () => {
    await inFolder(async (home) => {
      await using store = await openStore({ home });
      const path = join(home, 'catalogue.sqlite');
      const impatient = new DatabaseSync(path, { timeout: 0 });
      await store.catalogue.transaction().execute(async (transaction) => {
        await setSetting(transaction, 'a', 'x');
        let thrown: unknown;
        try {
          impatient.exec('begin immediate');
        } catch (error) {
          thrown = error;
        }
        expect(translateSqliteError({ path, waitMs: 10_000 }, thrown, 'begin immediate')).toMatchObject({
          code: 'STORE_CATALOGUE_BUSY',
          message: expect.stringMatching(/locked by another writer for 10000 ms/u) as string,
        });
      });
      impatient.close();
    });
  });
});

describe('migrateCatalogue', () => {
  const next = [
    ...migrations,
    async (db: Parameters<(typeof migrations)[number]>[0]): Promise<void> => {
      await db.schema.createTable('added').addColumn('id', 'integer').execute();
    },
  ];

  test('backs an older catalogue up and migrates it; a reader is told to', async () => {
    await inFolder(async (home) => {
      await using store = await openStore({ home });
      await setSetting(store.catalogue, 'source', 'de35');
      const options = { home, logger: silentLogger, migrations: next };
      await expect(migrateCatalogue(store.catalogue, { ...options, readOnly: true })).rejects.toMatchObject({
        code: 'STORE_HOME_OLDER',
        details: { found: version, known: version + 1 },
      });
      await migrateCatalogue(store.catalogue, { ...options, readOnly: false });
      await migrateCatalogue(store.catalogue, { ...options, readOnly: false });
      expect(await findSetting(store.catalogue, 'schema_version')).toBe(String(version + 1));
      expect(await findSetting(store.catalogue, 'source')).toBe('de35');
      expect(await readdir(join(home, 'backups'))).toEqual([`catalogue-v${version}.sqlite`]);
      const backup = new DatabaseSync(join(home, 'backups', `catalogue-v${version}.sqlite`), {
        readOnly: true,
      });
      expect(backup.prepare("select value from setting where name = 'source'").get()).toEqual({
        value: 'de35',
      });
      backup.close();
    });
  });

  test('a migration that fails leaves the catalogue as it was', async () => {
    await inFolder(async (home) => {
      await using store = await openStore({ home });
      const failing = [...next, () => Promise.reject(new Error('no'))];
      await expect(
        migrateCatalogue(store.catalogue, {
          home,
          logger: silentLogger,
          migrations: failing,
          readOnly: false,
        }),
      ).rejects.toThrow('no');
      expect(await findSetting(store.catalogue, 'schema_version')).toBe(String(version));
      const tables = await store.catalogue.introspection.getTables();
      expect(tables.map((table) => table.name)).not.toContain('added');
    });
  });
});
