/** The user's suites of expectations: those of the configuration, and those that the home keeps. */
import type { Config } from '../config/index.ts';
import { GridcastError } from '../core/index.ts';
import { listSuites, type Store } from '../store/index.ts';
import { parseSuite, type RuleSuite } from '../validate/index.ts';

/** The name under which the source's own suite is exported; no other may have it. */
export const SOURCE_SUITE = 'source';

/** Every suite, the configuration's first. @throws VALIDATE_SUITE_INVALID */
export async function loadSuites(context: {
  readonly store: Store;
  readonly config: Config;
}): Promise<readonly RuleSuite[]> {
  const given = context.config.validate.suites.map(
    (suite, i) => parseSuite(suite, { from: `validate.suites[${i}] of the configuration` }).suite,
  );
  const stored = (await listSuites(context.store.catalogue)).map(
    ({ name, definition }) =>
      parseSuite(JSON.parse(definition), { from: `the imported suite ${name}` }).suite,
  );
  const suites = [...given, ...stored];
  const names = [SOURCE_SUITE, ...suites.map(({ name }) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const problems = [
      `the name ${twice} is taken already: rename it, or remove the other with --remove-suite`,
    ];
    throw new GridcastError('VALIDATE_SUITE_INVALID', { from: twice, problems });
  }
  return suites;
}
