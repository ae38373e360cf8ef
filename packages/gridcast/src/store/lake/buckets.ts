/** flydrive's drivers for buckets. Their libraries take a moment to load, so each is loaded only where it is used. */
import type { Disk } from 'flydrive';
import type { BucketPlace } from './lake-place.ts';
import type { LakeObject, StoredObject } from './lake.ts';

/** An opened bucket. */
export interface Bucket {
  readonly disk: Disk;
  /** What the driver needs to know about an object that is uploaded as a stream. */
  readonly putOptions: (object: LakeObject) => Readonly<Record<string, unknown>>;
  /** One page of what lies under the prefix; flydrive's own listing knows no sizes in S3 and stumbles over odd names. */
  readonly listPage: (token: string | undefined) => Promise<BucketPage>;
  /** Ends kept connections, which would hold up the end of the process. */
  readonly close: () => void;
}

/** Objects by their names in the bucket, and where the next page starts. */
export interface BucketPage {
  readonly objects: readonly StoredObject[];
  readonly next: string | undefined;
}

const REQUEST_TIMEOUT_MS = 600_000;
const CONNECT_TIMEOUT_MS = 10_000;

const openers: Readonly<Record<BucketPlace['scheme'], (place: BucketPlace) => Promise<Bucket>>> = {
  gs: openGoogleBucket,
  s3: openS3Bucket,
};

/** Opens a bucket. Credentials come from where each library looks for them: the environment, and what that names. */
export async function openBucket(place: BucketPlace): Promise<Bucket> {
  return openers[place.scheme](place);
}

async function openGoogleBucket({ bucket, prefix, endpoint }: BucketPlace): Promise<Bucket> {
  const [{ Disk }, { GCSDriver }, { Storage }] = await Promise.all([
    import('flydrive'),
    import('flydrive/drivers/gcs'),
    import('@google-cloud/storage'),
  ]);
  const storage = new Storage({
    timeout: REQUEST_TIMEOUT_MS,
    // the lake tries again by itself
    retryOptions: { autoRetry: false, maxRetries: 0 },
    // An emulator on plain http takes no credentials; another https endpoint is Google's own by a private way.
    ...(endpoint !== undefined && {
      apiEndpoint: endpoint,
      useAuthWithCustomEndpoint: endpoint.startsWith('https:'),
      ...(endpoint.startsWith('http:') && { projectId: 'emulator' }),
    }),
  });
  const driver = new GCSDriver({ storage, bucket, visibility: 'private', usingUniformAcl: true });
  return {
    disk: new Disk(driver),
    putOptions: () => ({}),
    close: ignore,
    async listPage(pageToken): Promise<BucketPage> {
      const query = { prefix, autoPaginate: false, ...(pageToken !== undefined && { pageToken }) };
      const [files, next] = await storage.bucket(bucket).getFiles(query);
      const objects = files.map(({ name, metadata }) => ({
        key: name,
        bytes: Number(metadata.size ?? 0),
        modifiedAtMs: Date.parse(metadata.updated ?? ''),
      }));
      return { objects, next: (next as { pageToken?: string } | null)?.pageToken };
    },
  };
}

const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

async function openS3Bucket({ bucket, prefix, endpoint }: BucketPlace): Promise<Bucket> {
  const [{ Disk }, { S3Driver }, { ListObjectsV2Command, S3Client }] = await Promise.all([
    import('flydrive'),
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const client = new S3Client({
    maxAttempts: 1,
    logger: silent,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: REQUEST_TIMEOUT_MS },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  return {
    close: () => client.destroy(),
    disk: new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false })),
    // The server refuses bytes that do not hash to the object's name.
    putOptions: ({ sha256, bytes }) => ({
      contentLength: bytes,
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    }),
    async listPage(token): Promise<BucketPage> {
      const query = {
        Bucket: bucket,
        Prefix: prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      };
      const page = await client.send(new ListObjectsV2Command(query));
      const objects = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
        key: Key,
        bytes: Size,
        modifiedAtMs: LastModified?.getTime() ?? 0,
      }));
      return { objects, next: page.NextContinuationToken };
    },
  };
}
