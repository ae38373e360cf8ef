/** flydrive's drivers for buckets. Their libraries take a moment to load, so each is loaded only where it is used. */
import type { Disk } from 'flydrive';
import type { LakeObject } from './lake.ts';
import type { BucketPlace } from './lake-place.ts';

/** An opened bucket. */
export interface Bucket {
  readonly disk: Disk;
  /** What the driver needs to know about an object that is uploaded as a stream. */
  readonly putOptions: (object: LakeObject) => Readonly<Record<string, unknown>>;
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

async function openGoogleBucket({ bucket, endpoint }: BucketPlace): Promise<Bucket> {
  const [{ Disk }, { GCSDriver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/gcs')]);
  const driver = new GCSDriver({
    bucket,
    visibility: 'private',
    usingUniformAcl: true,
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
  return { disk: new Disk(driver), putOptions: () => ({}) };
}

async function openS3Bucket({ bucket, endpoint }: BucketPlace): Promise<Bucket> {
  const [{ Disk }, { S3Driver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/s3')]);
  const driver = new S3Driver({
    bucket,
    visibility: 'private',
    supportsACL: false,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: REQUEST_TIMEOUT_MS },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  return {
    disk: new Disk(driver),
    // The server refuses bytes that do not hash to the object's name.
    putOptions: ({ sha256, bytes }) => ({
      contentLength: bytes,
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    }),
  };
}
