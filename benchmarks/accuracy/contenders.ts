/** The forecasters that are compared, each as a command that writes its forecasts of some origins. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cycle/measure.ts';
import type { AccuracyPanel, PanelCase } from './panels.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = path.join(root, '.venv/bin/python');

/** What a contender is run on. */
export interface Job {
  readonly panel: AccuracyPanel;
  readonly panelPath: string;
  readonly delayHours: number;
  readonly refitHours: number;
  readonly origins: readonly string[];
  readonly out: string;
  /** A folder of the job's own, empty. */
  readonly folder: string;
}

export interface Contender {
  readonly name: string;
  readonly kind: 'ours' | 'naive' | 'peer';
  /** Files whose change makes earlier results void. */
  readonly sources: readonly string[];
  readonly command: (job: Job) => CommandLine;
  /** Whether it is run on a case; absent: always. */
  readonly takes?: (panel: AccuracyPanel, panelCase: PanelCase) => boolean;
}

/** Our command. */
export const program = path.join(root, 'packages/gridcast/bin/gridcast.js');

/** The flags by which our command reads a panel. */
export function sourceFlags({
  panel,
  panelPath,
  delayHours,
}: Pick<Job, 'panel' | 'panelPath' | 'delayHours'>): string[] {
  return [
    '--source=file',
    `--path=${panelPath}`,
    '--time=hour_utc',
    '--keys=series',
    '--value=value',
    ...(panel.country === undefined ? [] : [`--country=${panel.country}`]),
    `--delay=${delayHours}`,
  ];
}

const ours: Contender = {
  name: 'gridcast',
  kind: 'ours',
  sources: ['packages/gridcast/src', 'packages/gridcast/bin'],
  command: ({ panel, panelPath, delayHours, refitHours, origins, out, folder }) => [
    process.execPath,
    program,
    'backtest',
    `--home=${path.join(folder, 'home')}`,
    ...sourceFlags({ panel, panelPath, delayHours }),
    `--refit=${refitHours}`,
    `--origins=${origins.join(',')}`,
    `--out=${out}`,
  ],
};

interface PeerOptions {
  readonly config?: string;
  readonly kind?: 'naive';
  readonly takes?: Contender['takes'];
}

function peer(name: string, script: string, { config, kind, takes }: PeerOptions = {}): Contender {
  const folder = path.join('benchmarks/accuracy/peers', script);
  return {
    name,
    kind: kind ?? 'peer',
    sources: [folder, 'benchmarks/accuracy/peers/rolling.py', 'tools/python-requirements.txt'],
    ...(takes === undefined ? {} : { takes }),
    command: ({ panelPath, delayHours, refitHours, origins, out }) => {
      if (!existsSync(python)) throw new Error('needs: npm run peers');
      return [
        python,
        path.join(root, folder),
        panelPath,
        out,
        ...(config === undefined ? [] : [`--config=${config}`]),
        `--delay=${delayHours}`,
        `--refit=${refitHours}`,
        '--origins',
        ...origins,
      ];
    },
  };
}

/** A fit takes statsforecast a fifth of a second a series: cuts of the bundled rows say nothing new. */
const notCuts: Contender['takes'] = ({ name }) => !['industry', 'sums', 'elsewhere'].includes(name);

/** Forecasting an origin takes sktime most of a second a series and step. */
const withoutHole: Contender['takes'] = ({ name }, { delayHours }) =>
  delayHours === 0 && ['bundled', 'years', 'weeks'].includes(name);

/** Configurations that others beat on the bundled rows are shown there alone. */
const bundledAlone: Contender['takes'] = ({ name }, { delayHours }) => name === 'bundled' && delayHours === 0;

/** Whether a contender is run on a case. */
export function isRun(contender: Contender, panel: AccuracyPanel, panelCase: PanelCase): boolean {
  if (panel.moreOf !== undefined && contender.kind === 'peer') return false;
  return contender.takes?.(panel, panelCase) !== false;
}

const variants = [
  ['week lags', 'week_scale'],
  ['log week lags', 'log_week_scale'],
  ['log diff1', 'log_diff1'],
  ['log diff168', 'log_diff168'],
  ['diff24, no scale', 'plain_diff24'],
] as const;

export const contenders: readonly Contender[] = [
  ours,
  peer('seasonal naive 24', 'naives.py', { config: 'naive_24', kind: 'naive' }),
  peer('seasonal naive 168', 'naives.py', { config: 'naive_168', kind: 'naive' }),
  peer('sktime, tutorial', 'sktime_peer.py', { takes: withoutHole }),
  peer('mlforecast diff24', 'mlforecast_peer.py', { config: 'diff24' }),
  peer('mlforecast log diff24', 'mlforecast_peer.py', { config: 'log_diff24' }),
  ...variants.map(([name, config]) =>
    peer(`mlforecast ${name}`, 'mlforecast_variants.py', { config, takes: bundledAlone }),
  ),
  peer('mlforecast legal lags', 'mlforecast_peer.py', {
    config: 'legal_lags',
    // A month of rows leaves too few behind a lag of ten days and a window of a week.
    takes: ({ name }, { delayHours }) => delayHours > 0 && name !== 'bundled',
  }),
  peer('skforecast', 'skforecast_peer.py'),
  peer('statsforecast MSTL + ETS', 'statsforecast_peer.py', { takes: notCuts }),
];
