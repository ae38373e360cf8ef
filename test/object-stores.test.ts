/** The whole way of the data on servers publishes the very bytes that it publishes in a folder, and loses nothing without them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test as everyTest } from 'vitest';
import {
  bucketServersRemedy,
  fakeGcsServer,
  findProgram,
  S3_SECRET,
  s3Environment,
  startGcsServer,
  startS3Server,
  versityGateway,
  type BucketServer,
} from '../packages/gridcast/src/store/testing/bucket-servers.ts';
import { freePort } from '../packages/gridcast/src/store/testing/free-port.ts';
import {
  findPostgres,
  POSTGRES_PASSWORD,
  postgresRemedy,
  startPostgres,
  type PostgresServer,
} from '../packages/gridcast/src/store/testing/postgres-server.ts';
import { program, runGridcast, writeMeters, type Ended } from './run-gridcast.ts';

const programs = [findPostgres(), findProgram(fakeGcsServer), findProgram(versityGateway)];
const isThere = programs.every((found) => found !== undefined);
const remedy = isThere ? '' : ` ${postgresRemedy}; ${bucketServersRemedy}`;

/** A place for a store: the environment that names it. */
interface Place {
  readonly name: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
}

describe(`the whole system on object stores and PostgreSQL${remedy}`, () => {
  const test = isThere ? everyTest : everyTest.skip;
  let folder: string;
  let source: string[];
  let postgres: PostgresServer;
  let gcs: BucketServer;
  let s3: BucketServer;
  let places: Place[];

  beforeAll(async () => {
    if (!isThere) return;
    folder = mkdtempSync(path.join(tmpdir(), 'gridcast-servers-'));
    source = writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 20 });
    [postgres, gcs, s3] = [await startPostgres(), await startGcsServer(), await startS3Server()];
    places = [{ name: 'folder', home: path.join(folder, 'local'), environment: {} }];
    for (const [name, bucket] of [
      ['gcs', gcs],
      ['s3', s3],
    ] as const)
      places.push(await onServer(name, bucket));
  });

  afterAll(async () => {
    if (!isThere) return;
    for (const server of [postgres, gcs, s3]) await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function onServer(name: string, bucket: BucketServer): Promise<Place> {
    const environment = {
      ...s3Environment,
      GRIDCAST_LAKE: `${bucket.lake}/team/${name}`,
      GRIDCAST_LAKE_ENDPOINT: bucket.endpoint,
      GRIDCAST_CATALOGUE: await postgres.createDatabase(),
    };
    return { name, home: path.join(folder, name), environment };
  }

  /** Runs a command at a place; its output must show no secret. */
  async function gridcast({ home, environment }: Place, ...args: string[]): Promise<Ended> {
    const ended = await runGridcast([...args, '--home', home], environment);
    expect(ended.stdout + ended.stderr).not.toContain(POSTGRES_PASSWORD);
    expect(ended.stdout + ended.stderr).not.toContain(S3_SECRET);
    return ended;
  }

  async function succeed(place: Place, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await gridcast(place, ...args);
    expect(exitCode, `${place.name}: ${args.join(' ')}: ${stderr}`).toBe(0);
    return stdout;
  }

  /** The bytes of the latest forecast as a file. */
  async function forecastOf(place: Place): Promise<Buffer> {
    const out = path.join(folder, `${place.name}-forecast.parquet`);
    await succeed(place, 'forecast', '--out', out);
    return readFileSync(out);
  }

  test('publishes the same forecast everywhere, and a second run has nothing to do', async () => {
    const published: string[] = [];
    for (const place of places) {
      const report = JSON.parse(await succeed(place, 'run', '--json', ...source)) as {
        readonly forecast: { readonly path: string };
      };
      published.push(path.basename(report.forecast.path));
      expect(await succeed(place, 'run', ...source)).toMatch(/nothing to do/iu);
    }
    expect(new Set(published).size).toBe(1);
    const [local, ...others] = await Promise.all(places.map(forecastOf));
    for (const other of others) expect(other.equals(local as Buffer)).toBe(true);
    expect(readdirSync(places[1]?.home ?? '').sort()).toEqual(['cache', 'scratch']);
  }, 180_000);

  test('serves, sweeps, backs up and restores; another machine reads what the first one made', async () => {
    const local = await forecastOf(places[0] as Place);
    for (const place of places.slice(1)) {
      const machine = {
        ...place,
        name: `${place.name}-other`,
        home: path.join(folder, `${place.name}-other`),
      };
      expect((await forecastOf(machine)).equals(local)).toBe(true);
      expect(await health(machine)).toMatchObject({ name: expect.any(String) as string });
      expect(await succeed(place, 'store', 'gc')).toMatch(/^0 objects/u);
      const backup = path.join(folder, `backup-${place.name}`);
      await succeed(place, 'store', 'backup', backup);
      const fresh = {
        name: `${place.name}-fresh`,
        home: path.join(folder, `${place.name}-fresh`),
        environment: {},
      };
      await succeed(fresh, 'store', 'restore', backup);
      expect((await forecastOf(fresh)).equals(local)).toBe(true);
      expect(await succeed(fresh, 'run', ...source)).toMatch(/nothing to do/iu);
    }
  }, 180_000);

  test('doctor and config print say what is in use, without secrets', async () => {
    const s3Place = places[2] as Place;
    const doctor = await succeed(s3Place, 'doctor');
    expect(doctor).toMatch(
      /^ok\s+lake: s3:\/\/gridcast-test\/team\/s3 at http:\/\/127\.0\.0\.1:\d+, reachable$/mu,
    );
    expect(doctor).toMatch(
      /^ok\s+catalogue: postgres:\/\/gridcast:\*\*\*@127\.0\.0\.1:\d+\/test_\d+, in use$/mu,
    );
    expect(doctor).toMatch(/Next: gridcast serve$/mu);
    expect(await succeed(s3Place, 'config', 'print')).toMatch(
      /catalogue\s+"postgres:\/\/gridcast:\*\*\*@.*environment/u,
    );
  });

  test('a store that cannot be reached is named, exits 1 and loses nothing', async () => {
    const place = places[2] as Place;
    const nowhere = `127.0.0.1:${await freePort()}`;
    const noCatalogue = place.environment['GRIDCAST_CATALOGUE']?.replace(/127[^/]*/u, nowhere) ?? '';
    const broken = [
      { GRIDCAST_LAKE_ENDPOINT: `http://${nowhere}`, code: 'STORE_LAKE_FAILED' },
      { GRIDCAST_CATALOGUE: noCatalogue, code: 'STORE_CATALOGUE_UNREACHABLE' },
    ];
    for (const { code, ...environment } of broken) {
      const unreachable = {
        ...place,
        home: `${place.home}-${code}`,
        environment: { ...place.environment, ...environment },
      };
      const { exitCode, stderr } = await gridcast(unreachable, 'run', ...source);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(code) as string,
      });
      expect(stderr).toContain(nowhere);
      const doctor = await succeed(unreachable, 'doctor');
      expect(doctor).toMatch(/^missing\s+(?:lake|catalogue): /mu);
      expect(doctor).toContain(nowhere);
    }
    expect((await forecastOf(place)).equals(await forecastOf(places[0] as Place))).toBe(true);
    expect(await succeed(place, 'run', ...source)).toMatch(/nothing to do/iu);
  }, 120_000);

  /** Serves a home and asks it how it is. */
  async function health({ home, environment }: Place): Promise<unknown> {
    const port = await freePort();
    const child = spawn(process.execPath, [program, 'serve', '--home', home, '--port', String(port)], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      await new Promise((resolve, reject) => {
        child.stderr
          .setEncoding('utf8')
          .on('data', (text: string) => text.includes('http://') && resolve(text));
        child.once('exit', reject);
      });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/health`);
      const latest = await fetch(`http://127.0.0.1:${port}/api/v2/forecast`);
      expect(latest.status).not.toBe(500);
      return await answer.json();
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }
});

describe('settings of the store', () => {
  everyTest.each([
    ['GRIDCAST_LAKE', 'ftp://bucket', /ftp:\/\/bucket cannot be the lake: file, gs:/u],
    [
      'GRIDCAST_CATALOGUE',
      'postgress://me:tops3cret@host/db',
      /postgress:\/\/me:\*\*\*@host\/db cannot be the catalogue/u,
    ],
  ])('%s=%s is a usage error that shows no password', async (name, value, said) => {
    const { exitCode, stderr } = await runGridcast(['run', '--home', path.join(tmpdir(), 'none')], {
      [name]: value,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('tops3cret');
  });
});
