/** Tells a file's format from its first bytes. */
import { open } from 'node:fs/promises';
import { GridcastError } from '../../core/index.ts';

export type FileFormat = 'csv' | 'json-lines' | 'parquet';

const HEAD_BYTES = 1 << 20;

/** The first bytes of a file, at most 1 MiB: room for the header of a wide table. */
export async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

interface ForeignFormat {
  readonly starts: readonly number[];
  readonly found: string;
  readonly remedy: string;
}

const FOREIGN: readonly ForeignFormat[] = [
  { starts: [0x1f, 0x8b], found: 'a gzip archive', remedy: 'Unpack it first (gunzip).' },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], found: 'a Zstandard archive', remedy: 'Unpack it first (unzstd).' },
  {
    starts: [0x50, 0x4b, 0x03, 0x04],
    found: 'a ZIP archive or an Excel workbook',
    remedy: 'Export the sheet as CSV.',
  },
  { starts: [0xff, 0xfe], found: 'UTF-16 text', remedy: 'Save it as UTF-8.' },
  { starts: [0xfe, 0xff], found: 'UTF-16 text', remedy: 'Save it as UTF-8.' },
  { starts: [0x5b], found: 'one JSON list', remedy: 'Write one object a line (jq -c ".[]" IN > OUT).' },
];

/**
 * The format of a file by its first bytes.
 *
 * @param file the name that messages use
 * @throws COLLECT_FILE_EMPTY, COLLECT_FILE_FORMAT
 */
export function formatOf(head: Buffer, file: string): FileFormat {
  if (
    head
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/u, '')
      .trim() === ''
  ) {
    throw new GridcastError('COLLECT_FILE_EMPTY', { file, found: 'it is empty' });
  }
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  const foreign = FOREIGN.find(({ starts }) => starts.every((byte, i) => head[i] === byte));
  if (foreign !== undefined) {
    throw new GridcastError('COLLECT_FILE_FORMAT', { file, found: foreign.found, remedy: foreign.remedy });
  }
  if (head.includes(0)) {
    throw new GridcastError('COLLECT_FILE_FORMAT', {
      file,
      found: 'a binary file',
      remedy: 'Export it as one of these.',
    });
  }
  return /^(?:\u00ef\u00bb\u00bf)?\s*\{/u.test(head.toString('latin1')) ? 'json-lines' : 'csv';
}
