/** Real object-storage servers on this machine: fake-gcs-server speaks Google Cloud Storage, Versity Gateway speaks S3. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { startServerProcess } from './server-process.ts';

/** A program that Go builds, pinned. */
export interface GoProgram {
  readonly name: string;
  readonly path: string;
  readonly version: string;
}

export const fakeGcsServer: GoProgram = {
  name: 'fake-gcs-server',
  path: 'github.com/fsouza/fake-gcs-server',
  version: 'v1.52.2',
};

export const versityGateway: GoProgram = {
  name: 'versitygw',
  path: 'github.com/versity/versitygw/cmd/versitygw',
  version: 'v1.8.0',
};

/** Where `npm run stores` puts the programs: outside any checkout, for building them takes minutes. */
export function folderOfProgram({ name, version }: GoProgram): string {
  return join(homedir(), '.cache', 'gridcast', `${name}-${version}`);
}

/** A built program; undefined where it was not built. */
export function findProgram(program: GoProgram): string | undefined {
  const path = join(folderOfProgram(program), program.name);
  return existsSync(path) ? path : undefined;
}

/** What to do where one is missing; stands in the name of what is skipped. */
export const bucketServersRemedy = 'needs: object stores (npm run stores; wants Go 1.25 or newer)';

/** The secret key of the S3 server: what no message may ever show. */
export const S3_SECRET = 'tops3cret-tops3cret';

/** What the S3 client reads from the environment. */
export const s3Environment: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'gridcast',
  AWS_SECRET_ACCESS_KEY: S3_SECRET,
  AWS_REGION: 'us-east-1',
};

/** A running server with one bucket. */
export interface BucketServer extends AsyncDisposable {
  readonly endpoint: string;
  /** `gs://bucket` or `s3://bucket`; tests add a prefix each. */
  readonly lake: string;
}

const BUCKET = 'gridcast-test';

/** Starts an empty Google Cloud Storage in memory. */
export async function startGcsServer(): Promise<BucketServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const flags = {
    scheme: 'http',
    host: '127.0.0.1',
    port,
    backend: 'memory',
    'public-host': `127.0.0.1:${port}`,
  };
  const server = await startServerProcess({
    command: [
      findProgram(fakeGcsServer) ?? fakeGcsServer.name,
      ...Object.entries(flags).flatMap(([name, value]) => [`-${name}`, String(value)]),
    ],
    port,
  });
  const { Storage } = await import('@google-cloud/storage');
  await new Storage({ apiEndpoint: endpoint, projectId: 'test' }).createBucket(BUCKET);
  return { endpoint, lake: `gs://${BUCKET}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Starts an empty S3 on a temporary folder. */
export async function startS3Server(): Promise<BucketServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-s3-'));
  const [objects, sidecar] = [join(folder, 'objects'), join(folder, 'sidecar')];
  for (const path of [objects, sidecar]) await mkdir(path);
  const server = await startServerProcess({
    command: [
      findProgram(versityGateway) ?? versityGateway.name,
      '--port',
      `127.0.0.1:${port}`,
      '--quiet',
      '--keep-alive',
      'posix',
      '--sidecar',
      sidecar,
      objects,
    ],
    environment: {
      ROOT_ACCESS_KEY_ID: s3Environment['AWS_ACCESS_KEY_ID'] ?? '',
      ROOT_SECRET_ACCESS_KEY: S3_SECRET,
    },
    port,
  });
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'gridcast', secretAccessKey: S3_SECRET },
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  return {
    endpoint,
    lake: `s3://${BUCKET}`,
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
