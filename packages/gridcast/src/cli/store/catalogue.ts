/** The verbs that look into the catalogue of features. */
import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { compareDefinitions, type Definition } from '../../features/index.ts';
import {
  columnsOfEntry,
  getEntry,
  readCatalogueEntries,
  readLineage,
  searchEntries,
  type CatalogueEntry,
} from '../../pipeline/index.ts';
import { definitionHistory } from '../../store/index.ts';
import type { CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const showVerb: StoreVerb = {
  usage: 'show NAME[@VERSION]',
  run: (context, [name]) =>
    withStore(context, async (store) => {
      const entries = await readCatalogueEntries(store);
      return shown(getEntry(entries, given(name, 'show core')), entries);
    }),
};

export const searchVerb: StoreVerb = {
  usage: 'search WORDS',
  run: (context, words) =>
    withStore(context, async (store) => {
      const hits = searchEntries(
        await readCatalogueEntries(store),
        given(words.join(' '), 'search daylight'),
      );
      const rows = hits.map(({ reference, column, unit, meaning }) => [
        reference,
        column ?? '',
        unit,
        meaning,
      ]);
      const text =
        rows.length === 0
          ? 'Nothing has these words.'
          : formatTable(['in', 'column', 'unit', 'meaning'], rows).join('\n');
      return { json: hits.map(({ column, ...hit }) => ({ ...hit, column: column ?? null })), text };
    }),
};

export const diffVerb: StoreVerb = {
  usage: 'diff NAME@VERSION NAME@VERSION',
  run: (context, [before, after]) =>
    withStore(context, async (store) => {
      const entries = await readCatalogueEntries(store);
      const [from, to] = [before, after].map((name) => getEntry(entries, given(name, 'diff core@1 core@2')));
      const { change, differences } = compareDefinitions(from?.definition, to?.definition as Definition);
      const text = differences.length === 0 ? 'They are the same.' : [change, ...differences].join('\n');
      return { json: { change, differences: [...differences] }, text };
    }),
};

export const historyVerb: StoreVerb = {
  usage: 'history NAME',
  run: (context, [asked]) =>
    withStore(context, async (store) => {
      const name = given(asked, 'history core').split('@')[0] ?? '';
      const rows = await definitionHistory(store.catalogue, name);
      if (rows.length === 0)
        throw new GridcastError('FEATURES_DEFINITION_UNKNOWN', { asked: name, known: [] });
      const history = rows.map((row) => ({
        reference: `${row.name}@${row.version}`,
        change: row.change,
        asOf: isoOfHour(row.as_of),
        codeVersion: row.code_version,
        differences: JSON.parse(row.differences) as string[],
      }));
      const text = history.flatMap(({ reference, change, asOf, codeVersion, differences }) => [
        `${asOf}  ${reference}  ${change}  (code ${codeVersion})`,
        ...differences.map((line) => `    ${line}`),
      ]);
      return { json: history, text: text.join('\n') };
    }),
};

export const lineageVerb: StoreVerb = {
  usage: 'lineage NAME[@VERSION] | lineage SHA256',
  run: (context, [name]) =>
    withStore(context, async (store) => {
      const nodes = await readLineage(
        store,
        await readCatalogueEntries(store),
        given(name, 'lineage next_day'),
      );
      const text = nodes.map(({ kind, name: node, detail, from }) => {
        const source =
          from.length === 0 ? '' : `\n    from ${from.slice(0, 8).join(', ')}${from.length > 8 ? ', …' : ''}`;
        return `${kind} ${node}${detail === '' ? '' : `: ${detail}`}${source}`;
      });
      return { json: nodes as unknown as Json, text: text.join('\n') };
    }),
};

function given(value: string | undefined, example: string): string {
  if (value !== undefined && value !== '') return value;
  throw new GridcastError('USAGE_MISSING_VALUE', { name: 'the name', example: `gridcast store ${example}` });
}

function shown(entry: CatalogueEntry, entries: readonly CatalogueEntry[]): CommandResult {
  const { definition, reference, freshness, statistics, models, views } = entry;
  const columns = columnsOfEntry(entry, entries);
  const digits = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : String(Number(value.toPrecision(5)));
  const rows = columns.map(({ name, unit, meaning }) => {
    const known = statistics[name];
    return [name, unit, ...[known?.min, known?.median ?? known?.mean, known?.max].map(digits), meaning];
  });
  const facts: readonly (readonly [string, string])[] = [
    ['owner', definition.owner],
    ['tags', definition.tags.join(', ')],
    ...(definition.kind === 'group'
      ? ([
          ['computed from', definition.source.join(', ') || 'the calendar or raw input'],
          ['a row is of', definition.entityKeys.join(', ')],
          ['known', definition.knownAt],
          ['guarded by', definition.expectations.join(', ')],
          ['pinned by', views.join(', ')],
        ] as const)
      : ([
          [
            'groups',
            Object.entries(definition.groups)
              .map(([name, version]) => `${name}@${version}`)
              .join(', '),
          ],
          ['label', definition.label],
          ['scales', (definition.scales ?? ['log', 'linear']).join(', ')],
          ['transforms', definition.transforms.join('; ')],
        ] as const)),
    [
      'read by models',
      models.map(({ version, aliases }) => [version.slice(0, 12), ...aliases].join(' ')).join(', '),
    ],
    [
      'newest origin',
      freshness === undefined
        ? 'no vectors yet'
        : `${isoOfHour(freshness.newestOrigin)}, data until ${isoOfHour(freshness.dataUntil)}`,
    ],
    ['statistics', statisticsOf(Object.values(statistics).map(({ day }) => day))],
    ...(freshness?.undoneSnapshotId === undefined
      ? []
      : ([
          [
            'stale',
            `computed from snapshot ${freshness.undoneSnapshotId} of observations, which was undone; gridcast run computes anew`,
          ],
        ] as const)),
    ['registered', entry.isRegistered ? 'yes' : 'no: gridcast store apply'],
  ];
  const text = [
    `${definition.kind} ${reference}: ${definition.meaning}`,
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(15)} ${value}`),
    '',
    ...formatTable(['column', 'unit', 'least', 'typical', 'most', 'meaning'], rows),
  ];
  return { json: entryJson(entry, entries), text: text.join('\n') };
}

/** What the statistics of columns are of. */
function statisticsOf(days: readonly (string | null)[]): string {
  const newest = days.find((day) => day !== null);
  return [
    ...(newest === undefined ? [] : [`${newest}, with medians`]),
    ...(days.includes(null) ? ['the newest training set, with means'] : []),
  ].join('; ');
}

function entryJson(entry: CatalogueEntry, entries: readonly CatalogueEntry[]): Json {
  const { definition, freshness, ...facts } = entry;
  return {
    ...(definition as unknown as Record<string, Json>),
    ...(facts as unknown as Record<string, Json>),
    columns: columnsOfEntry(entry, entries) as unknown as Json,
    freshness:
      freshness === undefined
        ? null
        : {
            ...freshness,
            newestOrigin: isoOfHour(freshness.newestOrigin),
            dataUntil: isoOfHour(freshness.dataUntil),
          },
  };
}
