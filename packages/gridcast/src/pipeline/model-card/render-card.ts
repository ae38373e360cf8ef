/** The model card as Markdown. */
import type { ModelCard } from './model-card.ts';

type Cells = readonly (string | number)[];

/** The card for people; equal cards give equal text. */
export function renderCard(card: ModelCard): string {
  const { artefact } = card;
  return [
    `# Model ${card.version.slice(0, 12)}`,
    '',
    ...(artefact.problem === null
      ? []
      : [`> **The model's object is ${artefact.state}.** ${artefact.problem}`, '']),
    ...whatItIs(card),
    ...dataSection(card),
    ...memberSection(card),
    ...measuredSection(card),
    ...aliasSection(card),
    ...madeSection(card),
  ].join('\n');
}

function whatItIs({ version, trainedAsOfUtc, delayHours, keyNames, series, artefact }: ModelCard): string[] {
  const keys = keyNames.length === 0 ? 'one series' : `series by ${keyNames.join(', ')}`;
  return [
    'An ensemble that forecasts the 24 hours from an origin, hour by hour, with quantiles p05 to p95.',
    '',
    ...table(
      ['fact', 'value'],
      [
        ['version', version],
        ['trained as of', trainedAsOfUtc],
        ['delay of the feed', `${delayHours} h`],
        ['series', series === null ? keys : `${series}: ${keys}`],
        ['object', `${artefact.objectKey} (${artefact.state})`],
      ],
    ),
  ];
}

function dataSection({ data }: ModelCard): string[] {
  return [
    '## Data',
    '',
    ...table(
      ['fact', 'value'],
      [
        ['training set', data.sha256 ?? '–'],
        ['rows', data.rows ?? '–'],
        ['history', `${(data.historyHours / 24).toFixed(1)} days`],
        ['feature view', data.view],
        ['groups of columns', data.groups.join(', ')],
        ['columns left out', data.leftOut.join(', ') || 'none'],
        ['covariates', data.covariates.join(', ') || 'none'],
      ],
    ),
  ];
}

function memberSection({ members }: ModelCard): string[] {
  const rows = members.map(({ name, weight }) => [name, weight.toFixed(3)]);
  return ['## Members', '', ...table(['member', 'weight over the panel'], rows)];
}

function measuredSection({ measured, hardest }: ModelCard): string[] {
  const rows = measured.lines.map(({ name, errors }) => [
    name,
    errors.mase?.toFixed(3) ?? '–',
    percent(errors.wape),
    percent(errors.mape),
    errors.rows,
  ]);
  const coverage = Object.entries(measured.coverage).map(([share, value]) => [
    percent(Number(share)),
    percent(value),
    percent(measured.coverageOfSums[share] ?? null),
  ]);
  const slices = hardest.map(({ key, value, error, rows: count }) => [key, value, error.toFixed(3), count]);
  return [
    '## Measured errors',
    '',
    `On ${measured.originsUtc.length} daily origins, ${measured.originsUtc[0]} to ${measured.originsUtc.at(-1)}, that the scored members had not seen.`,
    '`naive_24` and `naive_168` copy the day and the week before.',
    '',
    ...table(['forecaster', 'MASE', 'WAPE', 'MAPE', 'rows'], rows),
    ...table(['band', 'truths inside', 'of sums'], coverage),
    ...(slices.length === 0 ? [] : ['Hardest slices, by mean error in units of the daily movement:', '']),
    ...(slices.length === 0 ? [] : table(['key', 'value', 'error', 'rows'], slices)),
  ];
}

function aliasSection({ aliases }: ModelCard): string[] {
  const rows = aliases.map(({ alias, asOfUtc, reason, isInForce }) => [
    alias,
    isInForce ? 'yes' : 'no',
    asOfUtc,
    reason,
  ]);
  const none = ['No alias ever pointed at it.', ''];
  return [
    '## Aliases',
    '',
    ...(rows.length === 0 ? none : table(['alias', 'in force', 'from', 'reason'], rows)),
  ];
}

function madeSection({ made, trainedAsOfUtc, version }: ModelCard): string[] {
  return [
    '## How it was made',
    '',
    ...table(
      ['fact', 'value'],
      [
        ['run', made.runId],
        ['code', made.codeVersion],
        ['library', made.library ?? '–'],
        ['seed', made.seed ?? '–'],
        ['training rows at most', made.maxRows ?? '–'],
        ['hash of the deciding settings', made.configHash],
        ['tuned configuration', made.configuration ?? 'the defaults'],
      ],
    ),
    `To reproduce it: with this code and these settings, collect the same rows into an empty home and run \`gridcast train --as-of ${trainedAsOfUtc}\`.`,
    `Equal inputs give the version \`${version}\` on any machine and with any number of threads.`,
    '',
  ];
}

function table(header: Cells, rows: readonly Cells[]): string[] {
  const line = (cells: Cells): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ''];
}

/** A cell of a table: key values and reasons are free text. */
function cell(value: string | number): string {
  return String(value)
    .replaceAll(/[\\|<>`*_[\]]/gu, String.raw`\$&`)
    .replaceAll(/\s+/gu, ' ');
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(2)} %`;
}
