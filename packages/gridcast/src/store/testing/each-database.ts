/** For tests: the same suite on every database that a catalogue may be in. */
import { afterAll, beforeAll, describe, test as everyTest } from 'vitest';
import type { Store } from '../store.ts';
import { openTestStore } from './open-test-store.ts';
import { findPostgres, postgresRemedy, startPostgres, type PostgresServer } from './postgres-server.ts';

/** What a suite is given: its own `test`, skipped where the database is not there, and a way to open an empty store. */
export interface DatabaseSuite {
  readonly test: typeof everyTest | typeof everyTest.skip;
  readonly openTestStore: () => Promise<Store>;
}

/** Declares a suite for SQLite, and for PostgreSQL or, where there is none, for what to do to have it. */
export function describeEachDatabase(what: string, declare: (suite: DatabaseSuite) => void): void {
  describe(`${what} on SQLite`, () => declare({ test: everyTest, openTestStore: () => openTestStore() }));
  const isThere = findPostgres() !== undefined;
  describe(`${what} on PostgreSQL${isThere ? '' : ` ${postgresRemedy}`}`, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      if (isThere) server = await startPostgres();
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
    });
    declare({
      test: isThere ? everyTest : everyTest.skip,
      openTestStore: async () =>
        openTestStore(server === undefined ? {} : { catalogue: await server.createDatabase() }),
    });
  });
}
