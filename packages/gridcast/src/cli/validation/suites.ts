/** Suites in and out of a home. */
import { writeFile } from 'node:fs/promises';
import { GridcastError, reasonOf, type Json } from '../../core/index.ts';
import { loadSuites, SOURCE_SUITE, validationSubject } from '../../pipeline/index.ts';
import { openStore, putSuite, removeSuite } from '../../store/index.ts';
import { exportSuite, sourceSuite } from '../../validate/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withRun } from '../open-run.ts';
import { readSuiteFile } from './suite-file.ts';

/** `validate --import-suite FILE`: keeps a suite for every later run. @throws VALIDATE_SUITE_INVALID */
export async function importSuite(context: CommandContext): Promise<CommandResult> {
  const path = String(context.flags['import-suite']);
  const { suite, leftOut } = await readSuiteFile(context, path);
  const { config } = context.settings;
  const given = config.validate.suites.some(({ name }) => name === suite.name);
  if (given || suite.name === SOURCE_SUITE) {
    const problems = [`the name ${suite.name} is taken already: rename it`];
    throw new GridcastError('VALIDATE_SUITE_INVALID', { from: path, problems });
  }
  await using store = await openStore({ home: config.home, logger: context.logger });
  await putSuite(store.catalogue, { name: suite.name, definition: JSON.stringify(exportSuite(suite)) });
  const expectations = suite.expectations.map(({ name, severity }) => ({ name, severity }));
  const text = [
    `Suite ${suite.name}: ${expectations.length} expectations on ${suite.on}, checked by every later run.`,
    ...leftOut.map((what) => `Left out: ${what}`),
    'Next: gridcast validate',
  ];
  return { json: { name: suite.name, on: suite.on, expectations, leftOut }, text: text.join('\n') };
}

/** `validate --remove-suite NAME`. */
export async function forgetSuite({ flags, settings, logger }: CommandContext): Promise<CommandResult> {
  const name = String(flags['remove-suite']);
  await using store = await openStore({ home: settings.config.home, logger });
  const removed = await removeSuite(store.catalogue, name);
  return {
    json: { name, removed },
    text: removed ? `Suite ${name} is forgotten.` : `Nothing to do: there is no imported suite ${name}.`,
  };
}

/** `validate --export-suite FILE`: one suite as Great Expectations writes it. */
export async function exportSuiteTo(context: CommandContext): Promise<CommandResult> {
  const path = String(context.flags['export-suite']);
  const wanted = typeof context.flags['suite'] === 'string' ? context.flags['suite'] : SOURCE_SUITE;
  return withRun(context, async (run) => {
    const suites = [sourceSuite(validationSubject(run.source.declaration)), ...(await loadSuites(run))];
    const suite = suites.find(({ name }) => name === wanted);
    if (suite === undefined) {
      const expected = `these are known: ${suites.map(({ name }) => name).join(', ')}`;
      throw new GridcastError('USAGE_INVALID_VALUE', { name: '--suite', value: wanted, expected });
    }
    const exported = exportSuite(suite);
    await writeFile(path, `${JSON.stringify(exported, null, 2)}\n`).catch((cause: unknown) => {
      const expected = `a file that can be written is wanted: ${reasonOf(cause)}`;
      throw new GridcastError(
        'USAGE_INVALID_VALUE',
        { name: '--export-suite', value: path, expected },
        { cause },
      );
    });
    const own = exported.meta.gridcast.expectations.length;
    const rest = own === 0 ? '' : `, and ${own} of Gridcast's own in its meta`;
    return {
      json: { path, suite: exported as unknown as Json },
      text: `Suite ${suite.name}: ${exported.expectations.length} expectations${rest}, in ${path}`,
    };
  });
}
