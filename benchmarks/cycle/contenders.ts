/** What is measured side by side: our own cycle in several states, and the same forecast by Python programs. */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { measure, type CommandLine } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridcast = path.join(root, 'packages/gridcast/bin/gridcast.js');
const python = path.join(root, '.venv/bin/python');

const fitPredict = path.join(import.meta.dirname, 'fit-predict.ts');

/** The bundled rows that every contender reads. */
export const rowsPath = path.join(
  root,
  'packages/gridcast/data/consumption_de35_hour_2022-12-21_2023-01-21.parquet',
);

/** The origin that every contender forecasts: the first instant at which all bundled rows are known. */
const origin = '2023-01-21T23:00Z';
const hourBefore = '2023-01-21T22:00Z';

/** One line of the table. */
export interface Contender {
  readonly name: string;
  /** Sets up a folder of this repetition (not timed) and gives the command to time. */
  readonly prepare: (folder: string) => CommandLine;
  /** The command that writes forecasts of these origins as Parquet, where the contender has an accuracy. */
  readonly forecast?: (origins: readonly string[], out: string, folder: string) => CommandLine;
}

/** Where a contender that can tell writes what fit and predict alone cost it, in the folder of its repetition. */
export const costFile = 'cost.json';

/** All contenders; `scratch` keeps the homes that several repetitions start from. */
export function listContenders(scratch: string): readonly Contender[] {
  const ranBefore = path.join(scratch, 'ran-an-hour-before');
  const readyToPredict = path.join(scratch, 'ready-to-predict');
  const collected = path.join(scratch, 'collected');
  return [
    {
      name: 'gridcast, full cycle in an empty home',
      prepare: (folder) => cycle('run', path.join(folder, 'home')),
      forecast: (origins, out, folder) => [
        ...cycle('backtest', path.join(folder, 'home')),
        '--origins',
        origins.join(','),
        '--out',
        out,
      ],
    },
    {
      name: 'gridcast, next hour, model not due',
      prepare: (folder) => {
        once(ranBefore, () => [cycle('run', ranBefore, hourBefore)], scratch);
        return cycle('run', copyOf(ranBefore, folder));
      },
    },
    {
      name: 'gridcast, predict only',
      prepare: (folder) => {
        const steps = ['collect', 'validate', 'features'].map((step) => cycle(step, readyToPredict));
        once(readyToPredict, () => [cycle('run', readyToPredict, hourBefore), ...steps], scratch);
        return cycle('predict', copyOf(readyToPredict, folder));
      },
    },
    {
      name: 'gridcast, training and forecast alone',
      prepare: (folder) => {
        once(collected, () => [cycle('collect', collected)], scratch);
        return [process.execPath, fitPredict, copyOf(collected, folder), path.join(folder, costFile), origin];
      },
    },
    pythonContender('Python: mlforecast + LightGBM', 'mlforecast_cycle.py', ['--trees', '600']),
    pythonContender('Python: mlforecast, 1,000 trees', 'mlforecast_cycle.py', ['--trees', '1000']),
    pythonContender('Python: the same with bands', 'mlforecast_cycle.py', [
      '--trees',
      '1000',
      '--bands',
      '7',
    ]),
    pythonContender('Python: numpy + LightGBM by hand', 'bare_lightgbm.py'),
  ];
}

function cycle(command: string, home: string, asOf = origin): CommandLine {
  return [process.execPath, gridcast, command, '--home', home, '--as-of', asOf];
}

function once(home: string, commands: () => readonly CommandLine[], scratch: string): void {
  if (existsSync(home)) return;
  for (const command of commands()) measure(command, scratch);
}

function copyOf(home: string, folder: string): string {
  const copy = path.join(folder, 'home');
  cpSync(home, copy, { recursive: true });
  return copy;
}

/** One with flags also tells what fit and predict alone cost. */
function pythonContender(name: string, script: string, flags?: readonly string[]): Contender {
  const program = path.join(import.meta.dirname, 'peers', script);
  const forecast = (origins: readonly string[], out: string, folder: string): CommandLine => {
    if (!existsSync(python)) throw new Error('needs: npm run peers');
    const options = flags === undefined ? [] : [...flags, '--cost', path.join(folder, costFile)];
    return [python, program, ...options, rowsPath, out, ...origins];
  };
  return {
    name,
    forecast,
    prepare: (folder) => forecast([origin], path.join(folder, 'forecast.parquet'), folder),
  };
}
