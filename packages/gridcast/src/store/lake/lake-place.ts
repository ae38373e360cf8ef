/** Where a lake is: a folder of the home, or a bucket with a prefix. */
import { GridcastError } from '../../core/index.ts';

/** A bucket, and the prefix of every key in it; `prefix` is empty or ends with a slash. */
export interface BucketPlace {
  readonly scheme: 'gs' | 's3';
  readonly bucket: string;
  readonly prefix: string;
  /** Address of the service where it is not the provider's own. */
  readonly endpoint?: string | undefined;
}

const BUCKET = /^(gs|s3):\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/([\w-]+(?:[./][\w-]+)*))?\/?$/u;

/**
 * Reads `gs://bucket/prefix` or `s3://bucket/prefix`; undefined for `file`, the folder in the home.
 *
 * @throws STORE_PLACE_INVALID
 */
export function parseLakePlace(lake: string, endpoint?: string): BucketPlace | undefined {
  if (lake === 'file') return undefined;
  const [, scheme, bucket, prefix] = BUCKET.exec(lake) ?? [];
  if (bucket === undefined) {
    const expected = 'file, gs://bucket/prefix or s3://bucket/prefix is wanted, in plain letters';
    throw new GridcastError('STORE_PLACE_INVALID', { setting: 'lake', value: lake, expected });
  }
  const place = { scheme: scheme as 'gs' | 's3', bucket, prefix: prefix === undefined ? '' : `${prefix}/` };
  return endpoint === undefined ? place : { ...place, endpoint: checkedEndpoint(endpoint) };
}

/** A place as a person would name it: `s3://bucket/prefix at http://127.0.0.1:9000`. */
export function nameOfPlace({ scheme, bucket, prefix, endpoint }: BucketPlace): string {
  const name = `${scheme}://${bucket}/${prefix}`.replace(/\/$/u, '');
  return endpoint === undefined ? name : `${name} at ${endpoint}`;
}

function checkedEndpoint(endpoint: string): string {
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username + url.password + url.search !== '') {
    const expected =
      'http:// or https:// with host and port is wanted, and no credentials: those belong in the environment';
    const value = url === null ? endpoint : `${url.protocol}//${url.host}`;
    throw new GridcastError('STORE_PLACE_INVALID', { setting: 'lake endpoint', value, expected });
  }
  return url.href.replace(/\/$/u, '');
}
