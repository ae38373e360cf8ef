/** A selection to take away: observed hours and forecast in one CSV file. */
import { createRoute, z } from '@hono/zod-openapi';
import { isoOfHour, type HourUtc } from '../../../core/index.ts';
import { heldWords } from '../../../pipeline/index.ts';
import { answers } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { localIsoOfHour } from '../../http/local-time.ts';
import { pageQuery, publicationQuery, selectionQuery } from '../../http/parameters.ts';
import { readForecastGroups, type QuantileName } from '../../reads/forecast-groups.ts';
import { readObservedGroups } from '../../reads/observed-groups.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';

const QUANTILES: readonly QuantileName[] = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'];

const { 200: _json, ...problems } = answers('', z.unknown());

const route = createRoute({
  method: 'get',
  path: '/api/v2/forecasts.csv',
  tags: ['forecasts'],
  summary: 'A selection as CSV, with the observed week before it',
  description:
    'Lines that begin with `#` name origin, unit, zone, how bands of sums are made, and the credit line. One row a group and hour; a cell is empty where nothing is known.',
  request: {
    query: z.object({
      ...publicationQuery,
      ...selectionQuery,
      ...pageQuery(100, 500),
      observedHours: z.coerce
        .number()
        .int()
        .min(0)
        .max(744)
        .default(168)
        .openapi({ type: 'integer', description: 'Observed hours before the origin.' }),
    }),
  },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
    ...problems,
  },
});

export const csvRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { origin, asOf, where, by, limit, offset, observedHours } = c.req.valid('query');
    const publication = await getPublication(reads, { originHour: origin, asOfHour: asOf });
    const { forecast, keyNames } = publication;
    const selection = parseSelection(keyNames, { where, by });
    const page = { limit, offset };
    const forecasts = await readForecastGroups(reads, publication, { selection, page });
    const window = { start: forecast.origin - observedHours, end: forecast.origin + 24 };
    const observed = await readObservedGroups(reads, publication, { selection, window, page });
    const observedByKey = new Map(observed.groups.map((group) => [JSON.stringify(group.key), group]));
    const lines = forecasts.groups.flatMap(({ key, targetHours, quantiles }) => {
      const values = new Map<HourUtc, number>();
      const seen = observedByKey.get(JSON.stringify(key));
      for (const [i, hour] of (seen?.hours ?? []).entries()) values.set(hour, seen?.values[i] as number);
      const places = new Map(targetHours.map((hour, i) => [hour, i]));
      const hours = [...new Set([...values.keys(), ...targetHours])].sort((a, b) => a - b);
      return hours.map((hour) => {
        const place = places.get(hour);
        const forecastCells = QUANTILES.map((name) => (place === undefined ? '' : quantiles[name][place]));
        return csvLine([
          ...keyNames.map((name) => key[name] ?? '(all)'),
          isoOfHour(hour),
          localIsoOfHour(hour, publication.zone),
          values.get(hour) ?? '',
          ...forecastCells,
        ]);
      });
    });
    const shown = { from: offset + 1, to: offset + forecasts.groups.length, of: forecasts.total };
    const text = [...header(publication, shown), ...lines, ''].join('\n');
    return c.body(text, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName(publication, where)}"`,
    });
  });
};

function header(
  { forecast, source, zone, keyNames, errorCorrelation, bandCoverage }: Publication,
  shown: { readonly from: number; readonly to: number; readonly of: number },
): string[] {
  const unit = source.unit === '' ? '' : ` [${source.unit}]`;
  const origin = isoOfHour(forecast.origin);
  const held = bandCoverage === null ? '' : heldWords(bandCoverage.ofSeries);
  return [
    `# Forecast of ${origin}; hours are named by their start; target_hour_local is ${zone}`,
    ...(unit === '' ? [] : [`# Unit: ${source.unit}`]),
    `# Bands of sums: as if errors of two series went together by ${errorCorrelation} (0 not at all, 1 entirely)`,
    ...(held === '' ? [] : [`# Truths inside bands of single series, where the model was measured: ${held}`]),
    ...(shown.of > shown.to - shown.from + 1
      ? [`# Groups ${shown.from} to ${shown.to} of ${shown.of}: limit and offset give the others`]
      : []),
    ...(source.credit === '' ? [] : [`# ${source.credit}`]),
    csvLine([
      ...keyNames,
      'target_hour_utc',
      'target_hour_local',
      `observed${unit}`,
      ...QUANTILES.map((name) => `${name}${unit}`),
    ]),
  ];
}

function csvLine(cells: readonly (string | number | undefined)[]): string {
  return cells
    .map((cell) => {
      const text = String(cell ?? '');
      return /[",\r\n#]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

function fileName({ forecast }: Publication, where: readonly string[]): string {
  const parts = ['gridcast', isoOfHour(forecast.origin).slice(0, 13).replace('T', '-'), ...where];
  return `${parts
    .join('_')
    .replaceAll(/[^\w.-]+/gu, '-')
    .slice(0, 120)}.csv`;
}
