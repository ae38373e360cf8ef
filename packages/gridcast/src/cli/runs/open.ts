/** `runs open`: a run's trials as a page with their plots. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { describeTrial, trialPage } from '../../pipeline/index.ts';
import { getRun, readTrials } from '../../store/index.ts';
import { withStore } from '../open-home.ts';
import { findRunId } from './find-run-id.ts';
import type { RunsVerb } from './verb.ts';

export const openVerb: RunsVerb = {
  usage: 'open [RUN] [--out F.html]',
  run: (context, names) =>
    withStore(context, async ({ catalogue, lake, home }) => {
      const run = await getRun(catalogue, await findRunId(catalogue, names[0]));
      const trials = (await readTrials(catalogue, run.id)).map(describeTrial);
      if (trials.length === 0) {
        const expected =
          'a run that trained, tuned or tested is wanted; gridcast runs list shows what each measured';
        throw new GridcastError('USAGE_INVALID_VALUE', { name: 'RUN', value: run.id, expected });
      }
      const out = context.flags['out'] as string | undefined;
      const path = resolve(out ?? join(home, 'pages', `run-${run.id.slice(0, 12)}.html`));
      const page = await trialPage(lake, trials);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, page);
      } catch (cause) {
        const expected = `a file that can be written is wanted: ${reasonOf(cause)}`;
        throw new GridcastError('USAGE_INVALID_VALUE', { name: '--out', value: path, expected }, { cause });
      }
      return { json: { runId: run.id, path, bytes: Buffer.byteLength(page) }, text: path };
    }),
};
