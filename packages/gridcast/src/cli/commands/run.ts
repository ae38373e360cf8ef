import { runHour } from '../../pipeline/index.ts';
import type { Command } from '../command.ts';
import { withRun } from '../open-run.ts';
import { runJson, runText } from '../run-report.ts';

export const command: Command = {
  summary: 'one whole batch cycle for a logical hour: collect to publish',
  usage: 'run [--as-of T] [--source S …]',
  examples: [
    'run',
    'run --as-of 2023-01-15T00:00Z',
    'run --home .industry --source eds:ConsumptionDK3619IndustryHour --from 2024-01-01',
    'run --home /data/meters --source file --path meters.csv --time hour --keys site --value kwh --timezone Europe/Copenhagen',
  ],
  flags: {},
  flagHelp: {},
  run: (context) =>
    withRun(context, async (run) => {
      const report = await runHour(run);
      const json = await runJson(run, report);
      return { json, text: context.json ? '' : await runText(run, report) };
    }),
};
