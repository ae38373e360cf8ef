/** What `run` says: the forecast in short, its measured error, where things lie, what to do next. */
import { isoOfHour, type Json } from '../core/index.ts';
import { errorCorrelationOf, readReport, type RunContext, type RunReport } from '../pipeline/index.ts';
import {
  CHAMPION,
  findForecast,
  findModel,
  openSqlEngine,
  readForecast,
  type ForecastColumns,
} from '../store/index.ts';
import type { CalibrationReport, GateDecision } from '../train/index.ts';
import { summariseForecast } from './forecast-summary.ts';
import { summaryTable } from './forecast-table.ts';
import { gateWords, measuredLines } from './measured-lines.ts';
import { formatNumber } from './table.ts';

const SHOWN_GROUPS = 6;

/** The run as JSON: steps, and the published forecast's place. */
export async function runJson(run: RunContext, report: RunReport): Promise<Json> {
  const published = await findForecast(run.store.catalogue, { originHour: run.origin });
  return {
    ...(report as unknown as { readonly [name: string]: Json }),
    forecast:
      published === undefined
        ? null
        : {
            path: await run.store.lake.localPath(published.object_key),
            rows: published.rows,
            modelVersion: published.model_version,
            rungs: JSON.parse(published.rungs) as Json,
          },
  };
}

/** The run in words and tables. */
export async function runText(run: RunContext, report: RunReport): Promise<string> {
  const { store, source, origin } = run;
  if (report.nothingToDo) {
    return [
      `Nothing to do: the hour ${report.origin} was run on these very inputs before, and nothing was changed.`,
      ...noteLines(report),
      'Next: gridcast serve',
    ].join('\n');
  }
  const published = await findForecast(store.catalogue, { originHour: origin });
  if (published === undefined)
    return `${[...noteLines(report), ...stepLines(report)].join('\n')}\n\nNo value is known at ${report.origin}: nothing was published.`;
  using engine = await openSqlEngine({ threads: 1 });
  const columns = await readForecast(store, engine, { objectKey: published.object_key });
  return [
    `Forecast of ${isoOfHour(origin)} and the 23 hours after it, in ${source.declaration.unit || 'the unit of the source'}`,
    '',
    ...forecastTable(columns, errorCorrelationOf(await readReport(store, published.model_version))),
    '',
    ...(await errorTable(run)),
    ...noteLines(report),
    ...stepLines(report),
    '',
    `Forecast file  ${await store.lake.localPath(published.object_key)}`,
    `Home           ${store.home}`,
    ...(source.declaration.credit === '' ? [] : [source.declaration.credit]),
    '',
    'Next: gridcast serve     (API and dashboard)',
    '      gridcast forecast --out forecast.csv',
  ].join('\n');
}

function forecastTable(columns: ForecastColumns, errorCorrelation: number): string[] {
  const name = columns.keyNames.at(-1) ?? 'series';
  return summaryTable(summariseForecast(columns, errorCorrelation), name, SHOWN_GROUPS);
}

async function errorTable({ store }: RunContext): Promise<string[]> {
  const model = await findModel(store.catalogue, CHAMPION);
  if (model === undefined)
    return ['No model could be trained here, so lower rungs forecast; see gridcast doctor.', ''];
  const { report } = JSON.parse(model.details) as { report: CalibrationReport };
  return [...measuredLines(report), ''];
}

function noteLines({ note }: RunReport): string[] {
  return note === undefined ? [] : [`Note: ${note}`];
}

function stepLines({ steps }: RunReport): string[] {
  return steps.map(({ name, outcome, durationMs, output }) => {
    const why = outcome === 'skipped' ? `: ${(output as { reason: string }).reason}` : '';
    const done = outcome === 'done' ? ` in ${formatNumber(durationMs)} ms` : '';
    return `${name.padEnd(9)} ${outcome}${done}${why}${gateNote(output)}`;
  });
}

/** Whether a trained model forecasts from now on; nothing for other steps. */
function gateNote(output: Json): string {
  const { gate } = output as { readonly gate?: GateDecision };
  if (gate === undefined) return '';
  return `: ${gateWords(gate)}`;
}
