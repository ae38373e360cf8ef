/** The source `file`: any CSV, Parquet or JSON lines file of hourly values. */
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { GridcastError } from '../../core/index.ts';
import type { Source, SourceKind } from '../source.ts';
import { readOptions } from '../source-options.ts';
import { danishAreas } from './denmark/areas.ts';

const fileOptions = z.strictObject({
  path: z.string('--path is wanted: the file to read').min(1),
  time: z.string('--time is wanted: the column with the hour').min(1),
  /** Names with commas, or a list; none: the file is one series. */
  keys: z
    .union([
      z.array(z.string().min(1)),
      z.string().transform((text) => text.split(',').map((key) => key.trim())),
    ])
    .default([]),
  value: z.string('--value is wanted: the column with the numbers').min(1),
  timezone: z
    .string()
    .refine(isTimezone, 'no time zone of this name is known; write it like Europe/Copenhagen')
    .default('UTC'),
  unit: z.string().default(''),
  delay: z.coerce.number().int().min(0, 'whole hours from 0 on are wanted').default(0),
  knownAt: z.string().min(1).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u, 'two capital letters are wanted, like DK')
    .optional(),
});

/** Columns that forecast files and observation files have themselves. */
const reservedColumns: readonly string[] = [
  'target_hour_utc',
  'origin_utc',
  'lead_hours',
  'p05',
  'p10',
  'p25',
  'p50',
  'p75',
  'p90',
  'p95',
  'model_version',
  'rung',
  'run_id',
  'actual',
  'value',
  'known_at_utc',
  'version',
];

export const fileSource: SourceKind = {
  name: 'file',
  open(options): Source {
    const read = readOptions('file', fileOptions, options);
    checkKeys(read);
    const { path, keys, unit, delay, country, ...columns } = read;
    return {
      declaration: {
        name: 'file',
        title: `file ${basename(path)}`,
        keys: keys.map((name) => ({ name })),
        unit,
        credit: '',
        defaultDelayHours: delay,
        valuesAtLeastZero: false,
        finished: true,
        ...(country === undefined ? {} : { country }),
        ...(country === 'DK' ? { areas: danishAreas() } : {}),
      },
      options: { ...read, path: resolve(path) },
      table: { ...columns, keys, valuesAtLeastZero: false },
      input: { path: resolve(path) },
    };
  },
};

export function isTimezone(name: string): boolean {
  // the one that is nearly always meant, for which no table of zones need be loaded
  if (name === 'UTC') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkKeys(options: z.output<typeof fileOptions>): void {
  const taken = new Map<string, string>([[options.time.toLowerCase(), '--time']]);
  taken.set(options.value.toLowerCase(), '--value');
  for (const key of options.keys) {
    const name = key.toLowerCase();
    if (reservedColumns.includes(name))
      throw new GridcastError('COLLECT_KEY_RESERVED', { key, reserved: reservedColumns });
    const other = taken.get(name);
    if (name === '' || other !== undefined) {
      const problem = name === '' ? 'keys: a name is empty' : `keys: "${key}" is already used by ${other}`;
      throw new GridcastError('COLLECT_OPTIONS_INVALID', { source: 'file', problems: [problem] });
    }
    taken.set(name, '--keys');
  }
}
