import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { definitionHistory, openStore, type Store } from '../../store/index.ts';
import { featureColumns } from '../columns.ts';
import { covariateColumns } from '../covariates.ts';
import { applyDefinitions, planDefinitions } from './apply.ts';
import { declaredDefinitions, servingView } from './declared.ts';
import type { Definition, GroupDefinition, ViewDefinition } from './definitions.ts';

const group: GroupDefinition = {
  kind: 'group',
  name: 'levels',
  version: 1,
  meaning: 'Levels.',
  owner: 'me',
  tags: [],
  entityKeys: ['series'],
  eventTime: 'target_hour',
  knownAt: 'the origin',
  source: [],
  expectations: [],
  columns: [
    { name: 'a', type: 'DOUBLE', unit: 'kWh', meaning: 'a', relative: true, transformation: 'x.a' },
    { name: 'b', type: 'DOUBLE', unit: 'kWh', meaning: 'b', relative: true, transformation: 'x.b' },
  ],
};

const view: ViewDefinition = {
  kind: 'view',
  name: 'next_day',
  version: 1,
  meaning: 'Tomorrow.',
  owner: 'me',
  tags: [],
  groups: { levels: 1 },
  label: 'levels@1.a',
  spine: ['series', 'target_hour', 'origin'],
  transforms: [],
};

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'gridcast-registry-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function apply(store: Store, declared: readonly Definition[]): Promise<string[]> {
  const planned = await planDefinitions(store.catalogue, declared);
  await store.catalogue
    .transaction()
    .execute((transaction) => applyDefinitions(transaction, planned, { asOf: 1, codeVersion: 'c' }));
  return planned.map(({ change }) => change);
}

describe('registering definitions', () => {
  test('records what is new once', async () => {
    await using store = await openStore({ home });
    expect(await apply(store, [group, view])).toEqual(['new', 'new']);
    expect(await apply(store, [group, view])).toEqual(['same', 'same']);
    expect(await definitionHistory(store.catalogue, 'levels')).toHaveLength(1);
  });

  test('takes a further column and better words under the same version', async () => {
    await using store = await openStore({ home });
    await apply(store, [group, view]);
    const [first] = group.columns;
    const wider = { ...group, meaning: 'All levels.', columns: [...group.columns, { ...first!, name: 'c' }] };
    const [planned] = await planDefinitions(store.catalogue, [wider, view]);
    expect(planned).toMatchObject({
      change: 'additive',
      differences: ['~ meaning: "Levels." -> "All levels."', '+ c (kWh): a'],
    });
    await apply(store, [wider, view]);
    const history = await definitionHistory(store.catalogue, 'levels');
    expect(history.map(({ version, change }) => [version, change])).toEqual([
      [1, 'new'],
      [1, 'additive'],
    ]);
  });

  test.each([
    ['a column that is gone', { ...group, columns: group.columns.slice(1) }, /- a/u],
    [
      'a column that is computed otherwise',
      { ...group, columns: group.columns.map((c) => (c.name === 'b' ? { ...c, transformation: 'x.q' } : c)) },
      /b\.transformation: x\.b -> x\.q/u,
    ],
    ['other keys', { ...group, entityKeys: ['meter'] }, /entityKeys/u],
  ])('refuses %s under the same version, and names the view that pins it', async (_, changed, difference) => {
    await using store = await openStore({ home });
    await apply(store, [group, view]);
    const planning = planDefinitions(store.catalogue, [changed, view]);
    await expect(planning).rejects.toMatchObject({ code: 'FEATURES_VERSION_CHANGED' });
    await expect(planning).rejects.toThrow(difference);
    await expect(planning).rejects.toThrow(/pinned by next_day@1.*declare version 2/u);
  });

  test('keeps an old version beside a new one, and lets a view go on pinning it', async () => {
    await using store = await openStore({ home });
    await apply(store, [group, view]);
    const second = { ...group, version: 2, columns: group.columns.slice(1) };
    expect(await apply(store, [second, view])).toEqual(['new', 'same']);
    expect((await definitionHistory(store.catalogue, 'levels')).map(({ version }) => version)).toEqual([
      1, 2,
    ]);
  });

  test('refuses a view that pins what nobody knows', async () => {
    await using store = await openStore({ home });
    await expect(apply(store, [{ ...view, groups: { levels: 3 } }])).rejects.toMatchObject({
      code: 'FEATURES_VIEW_PIN_UNKNOWN',
    });
  });
});

describe('what this program declares', () => {
  test('covers every feature column once, each with a meaning, a unit and a computation', () => {
    const groups = declaredDefinitions.filter((definition) => definition.kind === 'group');
    const sources = ['observations', 'covariates'];
    const columns = groups
      .filter(({ name }) => !sources.includes(name) && name !== 'cov')
      .flatMap(({ columns }) => columns);
    const templates = groups.find(({ name }) => name === 'cov')?.columns ?? [];
    const anyNamed = covariateColumns([{ name: 'NAME', kind: 'forecast', delayHours: 0 }]);
    expect(templates.map(({ name }) => name)).toEqual(anyNamed.map(({ name }) => name));
    expect(columns.map(({ name }) => name).sort()).toEqual(featureColumns.map(({ name }) => name).sort());
    expect(
      [...columns, ...templates].filter((c) => c.meaning === '' || c.unit === '' || c.transformation === ''),
    ).toEqual([]);
  });

  test('pins in its view only groups that are declared', () => {
    const declared = declaredDefinitions.map(({ name, version }) => `${name}@${version}`);
    for (const [name, version] of Object.entries(servingView.groups)) {
      expect(declared).toContain(`${name}@${version}`);
    }
  });
});
