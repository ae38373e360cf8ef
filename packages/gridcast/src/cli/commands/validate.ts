import type { Command, CommandContext, CommandResult } from '../command.ts';
import { checkSuiteNow } from '../validation/check-now.ts';
import { proveChecks } from '../validation/prove.ts';
import { validateHour } from '../validation/validate-hour.ts';
import { exportSuiteTo, forgetSuite, importSuite } from '../validation/suites.ts';

export const command: Command = {
  summary: 'check the data against expectations; prove, import, export them; data docs',
  usage:
    'validate [--as-of T] [--docs FILE|DIR] | validate --prove | validate --suite FILE [--on RELATION] | ...',
  examples: [
    'validate',
    'validate --docs quality.html',
    'validate --prove',
    'validate --suite checks.json --on raw',
    'validate --import-suite checks.json',
    'validate --export-suite source.json',
  ],
  flags: {
    docs: { type: 'string' },
    prove: { type: 'boolean' },
    suite: { type: 'string' },
    on: { type: 'string' },
    'import-suite': { type: 'string' },
    'export-suite': { type: 'string' },
    'remove-suite': { type: 'string' },
    'leave-out-unknown': { type: 'boolean' },
  },
  flagHelp: {
    docs: 'also write data docs: one HTML file (or .md), or DIR/index.html',
    prove: 'run every check on a clean and on a spoiled sample: each must tell them apart',
    suite: 'check a suite file now and store nothing; with --export-suite the name of the suite',
    on: 'observations, versions, raw, features or training: what a suite is about',
    'import-suite': 'keep a Great Expectations suite (JSON, 1.x or 0.18) for every later run',
    'export-suite': 'write a suite as Great Expectations 1.x JSON (default: the suite "source")',
    'remove-suite': 'forget an imported suite',
    'leave-out-unknown': 'take what is known of a suite and name the rest',
  },
  run: (context) => {
    const mode = modes.find(([flag]) => isGiven(context, flag));
    return mode === undefined ? validateHour(context) : mode[1](context);
  },
};

/** What a flag makes of the command; the first that is given wins. */
const modes: readonly (readonly [string, (context: CommandContext) => Promise<CommandResult>])[] = [
  ['prove', proveChecks],
  ['import-suite', importSuite],
  ['remove-suite', forgetSuite],
  ['export-suite', exportSuiteTo],
  ['suite', checkSuiteNow],
  ['on', checkSuiteNow],
];

function isGiven({ flags }: CommandContext, name: string): boolean {
  return flags[name] !== undefined && flags[name] !== false;
}
