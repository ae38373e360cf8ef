import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { GridcastError, reasonOf, type Json } from '../../core/index.ts';
import { runHour, type RunContext, type RunReport } from '../../pipeline/index.ts';
import {
  readDocsData,
  renderHtml,
  renderMarkdown,
  totalsOf,
  verdict,
  type DocsData,
} from '../../validate/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withRun } from '../open-run.ts';
import { reportTable } from './report-table.ts';

/** `validate`: the step of the cycle; data docs are written even where it stops. @throws VALIDATE_STOPPED */
export async function validateHour(context: CommandContext): Promise<CommandResult> {
  return withRun(context, async (run) => {
    const docs = context.flags['docs'];
    try {
      const report = await runHour(run, 'validate');
      const data = await dataOf(run);
      const written =
        typeof docs === 'string' && data !== undefined ? await writeDocs(data, docs) : undefined;
      return {
        json: { ...(report as unknown as Record<string, Json>), quality: data as unknown as Json },
        text: words(data, isOld(report), written),
      };
    } catch (thrown) {
      if (thrown instanceof GridcastError && thrown.code === 'VALIDATE_STOPPED' && typeof docs === 'string') {
        const data = await dataOf(run);
        if (data !== undefined) context.announce(`Data docs: ${await writeDocs(data, docs)}`);
      }
      throw thrown;
    }
  });
}

/** True where the hour had been checked on these inputs before. */
function isOld({ nothingToDo, steps }: RunReport): boolean {
  return nothingToDo || steps.some(({ name, outcome }) => name === 'validate' && outcome === 'kept');
}

async function dataOf({ store, source }: RunContext): Promise<DocsData | undefined> {
  const { title, credit } = source.declaration;
  return readDocsData(store.catalogue, { title, credit });
}

function words(data: DocsData | undefined, isOld: boolean, docs: string | undefined): string {
  if (data === undefined) return 'Nothing was checked.';
  return [
    ...(isOld ? ['Nothing to do: this hour was checked on these very inputs before. It found:', ''] : []),
    ...reportTable(data.suites.flatMap((suite) => suite.expectations)),
    '',
    verdict(totalsOf(data)),
    ...(docs === undefined ? ['Next: gridcast validate --docs quality.html'] : [`Data docs: ${docs}`]),
  ].join('\n');
}

/** Writes the docs as the path's ending says; a path without one is a folder. @throws USAGE_INVALID_VALUE */
async function writeDocs(data: DocsData, path: string): Promise<string> {
  const ending = extname(path).toLowerCase();
  const file = ['.html', '.htm', '.md'].includes(ending) ? path : join(path, 'index.html');
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, ending === '.md' ? renderMarkdown(data) : renderHtml(data));
  } catch (cause) {
    const expected = `a file or folder that can be written is wanted: ${reasonOf(cause)}`;
    throw new GridcastError('USAGE_INVALID_VALUE', { name: '--docs', value: path, expected }, { cause });
  }
  return file;
}
