/** Runs one contender on one case, or finds that nothing changed since it was run. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { measure, type Cost } from '../cycle/measure.ts';
import type { Contender, Job } from './contenders.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Where results of cases are kept between runs. */
export const cacheFolder = path.join(import.meta.dirname, '.cache');

export interface CaseResult {
  /** Parquet with series, origin_utc, target_hour_utc, p50 and for some quantiles beside it. */
  readonly forecasts: string;
  readonly cost: Cost;
}

/** A result from the cache where panel, program and arguments are those of an earlier run. */
export function runCase(contender: Contender, job: Omit<Job, 'out' | 'folder'>): CaseResult {
  const key = keyOf(contender, job);
  const kept = path.join(cacheFolder, `${key}.parquet`);
  const facts = path.join(cacheFolder, `${key}.json`);
  if (!existsSync(facts)) {
    mkdirSync(cacheFolder, { recursive: true });
    const folder = mkdtempSync(path.join(cacheFolder, 'job-'));
    try {
      const out = path.join(folder, 'forecasts.parquet');
      const cost = measure(contender.command({ ...job, out, folder }), folder);
      renameSync(out, kept);
      writeFileSync(facts, JSON.stringify(cost));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { forecasts: kept, cost: JSON.parse(readFileSync(facts, 'utf8')) as Cost };
}

function keyOf(contender: Contender, job: Omit<Job, 'out' | 'folder'>): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([contender.name, job.delayHours, job.refitHours, job.origins, job.panel.country]),
  );
  hash.update(readFileSync(job.panelPath));
  for (const source of contender.sources)
    for (const file of filesOf(path.join(root, source))) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 24);
}

function filesOf(source: string): string[] {
  if (statSync(source).isFile()) return [source];
  const files = readdirSync(source, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && !file.name.endsWith('.test.ts'))
    .map((file) => path.join(file.parentPath, file.name))
    .sort();
}
