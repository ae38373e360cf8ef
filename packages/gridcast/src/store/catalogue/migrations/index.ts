/** All migrations in order; a new one is one file and one line here. The catalogue's version is their number. */
import type { Kysely } from 'kysely';
import { up as initial } from './0001-initial.ts';
import { up as definitions } from './0002-definitions.ts';
import { up as feedState } from './0003-feed-state.ts';
import { up as expectationSuites } from './0004-expectation-suites.ts';
import { up as watermark } from './0005-watermark.ts';
import { up as monitoring } from './0006-monitoring.ts';
import { up as tracking } from './0007-tracking.ts';
import { up as rawInputDataset } from './0008-raw-input-dataset.ts';
import { up as sweeps } from './0009-sweeps.ts';
import { up as selections } from './0010-selections.ts';
import { up as trialState } from './0011-trial-state.ts';

export type Migration = (db: Kysely<unknown>) => Promise<void>;

export const migrations: readonly Migration[] = [
  initial,
  definitions,
  feedState,
  expectationSuites,
  watermark,
  monitoring,
  tracking,
  rawInputDataset,
  sweeps,
  selections,
  trialState,
];
