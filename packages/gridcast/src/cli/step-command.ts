/** The commands that run the cycle up to one step. */
import type { Json } from '../core/index.ts';
import { runHour, type StepName } from '../pipeline/index.ts';
import type { Command } from './command.ts';
import { withRun } from './open-run.ts';

/** What a step did, for people. */
export type DescribeStep = (output: Json) => readonly string[];

const asJson: DescribeStep = (output) => [JSON.stringify(output, null, 2)];

/** A command that does one step of a logical hour, and the steps before it that are not done yet. */
export function stepCommand(name: StepName, summary: string, describe: DescribeStep = asJson): Command {
  return {
    summary,
    usage: `${name} [--as-of T]`,
    examples: [name, `${name} --as-of 2023-01-15T00:00Z --json`],
    flags: {},
    flagHelp: {},
    run: (context) =>
      withRun(context, async (run) => {
        const report = await runHour(run, name);
        const step = report.steps.find((one) => one.name === name);
        const facts = describe(step?.output ?? {}).join('\n');
        const note = report.note === undefined ? '' : `\nNote: ${report.note}`;
        const text = report.nothingToDo
          ? `Nothing to do: ${name} of ${report.origin} was done on these very inputs before.${note}`
          : `${name} of ${report.origin}: ${step?.outcome ?? 'not run'}\n${facts}`;
        return { json: report as unknown as Json, text };
      }),
  };
}
