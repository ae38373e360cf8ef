import { GridcastError, hourOfMs, parseInstant, type HourUtc, type Json } from '../../core/index.ts';
import {
  coverageOf,
  getForecastOf,
  getSeriesOf,
  openExplainer,
  readReport,
  type AskedHours,
} from '../../pipeline/index.ts';
import { openSqlEngine, type Store } from '../../store/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { describeDay, describeHour, explanationJson } from '../explanation-text.ts';
import { withStore } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';

export const command: Command = {
  summary: 'why a forecast is what it is: where it started, and what moved it',
  usage: 'explain SERIES HOUR|DATE [--origin T]',
  examples: [
    'explain DK1/111 2023-01-22T10:00Z',
    'explain DK1/111 2023-01-22',
    'explain DK1/111 2023-01-22T10:00Z --origin 2023-01-21T23:00Z --json',
  ],
  flags: { origin: { type: 'string' } },
  flagHelp: { origin: 'the forecast of this origin (default: the newest that holds the hour)' },
  run: (context) => withStore(context, (store) => explained(context, store)),
};

async function explained(context: CommandContext, store: Store): Promise<CommandResult> {
  const { settings, flags, positionals, logger } = context;
  const [text, asked] = positionals;
  if (text === undefined || asked === undefined) {
    const name = text === undefined ? 'SERIES' : 'HOUR';
    throw new GridcastError('USAGE_MISSING_VALUE', { name, example: `gridcast ${command.examples[0]}` });
  }
  const { threads } = settings.config;
  const window = { ...askedHours(asked), originHour: readInstantFlag('--origin', flags['origin']) };
  const forecast = await getForecastOf(store, window);
  using engine = await openSqlEngine({ threads });
  const key = await getSeriesOf(store, engine, { forecast, text });
  await using explainer = openExplainer({ store, threads, logger });
  const whole = await explainer.explain(forecast, key);
  const hours = whole.hours.filter(({ targetHour }) => targetHour >= window.start && targetHour < window.end);
  const explanation = { ...whole, hours };
  const bandCoverage = coverageOf(await readReport(store, whole.modelVersion));
  const [only] = hours;
  const isOne = window.end - window.start === 1 && only !== undefined;
  return {
    json: { ...explanationJson(explanation), bandCoverage } as unknown as Json,
    text: (isOne ? describeHour(explanation, only, bandCoverage) : describeDay(explanation)).join('\n'),
    exitCode: hours.every(({ isReproduced }) => isReproduced) ? 0 : 1,
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/u;
const HOURS_PER_DAY = 24;

/** One hour, or the hours of a day in UTC. */
function askedHours(text: string): AskedHours {
  const start: HourUtc | undefined = instantHour(DATE.test(text) ? `${text}T00:00Z` : text);
  if (start === undefined) {
    const expected = 'an ISO hour is wanted, such as 2023-01-22T10:00Z, or a date for a whole day';
    throw new GridcastError('USAGE_INVALID_VALUE', { name: 'HOUR', value: text, expected });
  }
  return { start, end: start + (DATE.test(text) ? HOURS_PER_DAY : 1) };
}

function instantHour(text: string): HourUtc | undefined {
  const ms = parseInstant(text);
  return ms === undefined ? undefined : hourOfMs(ms);
}
