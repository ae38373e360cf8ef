import { expect, test } from 'vitest';
import { putTrials, startRun } from '../../../store/index.ts';
import { de35Home, openTinyHome } from '../../testing/tiny-home.ts';

test('the trials of a run have their metrics, and their files their own types', async () => {
  await using home = await openTinyHome(de35Home);
  const { catalogue, lake } = home.store;
  const before = (await home.app.request('/api/v2/runs')).headers.get('etag');
  await startRun(catalogue, { id: 'r', pipeline: 'hourly', logicalHour: 1, configHash: 'c', nowMs: 0 });
  expect(await (await home.app.request('/api/v2/runs/r/trials')).json()).toEqual({ items: [], groups: [] });
  const plot = await lake.putBytes('trials', 'svg', '<svg/>');
  const facts = { inputs: '{"rows":3}', environment: '{}', started_at: '2030-01-01T00:00:00Z' };
  const trial = {
    id: 't',
    parent_id: null,
    place: 0,
    run_id: 'r',
    kind: 'training',
    name: 'train',
    as_of: 1,
  };
  const cost = { model_version: 'm', parameters: '{"rate":0.1}', duration_ms: 5, peak_mib: 7 };
  const name = 'plots/a b.svg';
  await catalogue.transaction().execute((transaction) =>
    putTrials(transaction, [
      {
        trial: { ...trial, ...facts, ...cost },
        metrics: [{ name: 'error_by_lead', value: null, steps: '[1,null]' }],
        artefacts: [{ name, object_key: plot.key, content_type: 'image/svg+xml', bytes: plot.bytes }],
      },
    ]),
  );
  const listed = await home.app.request('/api/v2/runs/r/trials');
  expect(listed.headers.get('etag')).not.toBe(before);
  expect(await listed.json()).toEqual({
    items: [
      expect.objectContaining({
        id: 't',
        parentId: null,
        modelVersion: 'm',
        parameters: { rate: 0.1 },
        inputs: { rows: 3 },
        metrics: { error_by_lead: { value: null, steps: [1, null] } },
        artefacts: [{ name, contentType: 'image/svg+xml', bytes: 6 }],
      }),
    ],
    groups: [expect.objectContaining({ trial: 't', title: 'ensemble', ranked: false, below: 0 })],
  });
  const file = (of: string): string => `/api/v2/runs/r/trials/t/artefact?name=${encodeURIComponent(of)}`;
  const answered = await home.app.request(file(name));
  expect([answered.headers.get('content-type'), await answered.text()]).toEqual(['image/svg+xml', '<svg/>']);
  for (const missing of [
    file('../catalogue.sqlite'),
    '/api/v2/runs/r/trials/x/artefact?name=a',
    '/api/v2/runs/x/trials',
  ])
    expect((await home.app.request(missing)).status, missing).toBe(404);
});

test('of a sweep the best trials are told, and what was tracked is a page of any kind', async () => {
  await using home = await openTinyHome(de35Home);
  const { catalogue } = home.store;
  await startRun(catalogue, { id: 's', pipeline: 'tuning', logicalHour: 1, configHash: 'c', nowMs: 0 });
  const texts = { parameters: '{}', inputs: '{}', environment: '{}', as_of: 1, run_id: 's' };
  const rest = {
    ...texts,
    place: 0,
    model_version: null,
    duration_ms: 5,
    peak_mib: 7,
    started_at: '2031-01-01T00:00:00Z',
  };
  const trial = (
    id: string,
    parent: string | null,
    mase: number | null,
    status: 'done' | 'pruned' = 'done',
  ) => ({
    trial: {
      ...rest,
      id,
      parent_id: parent,
      kind: parent === null ? 'sweep' : 'configuration',
      name: id,
      status,
    },
    metrics: [{ name: 'mase', value: mase, steps: null }],
    artefacts: [],
  });
  const rivals = [
    trial('a', 'p', 0.9),
    trial('b', 'p', null, 'pruned'),
    trial('c', 'p', 0.5),
    trial('d', 'p', 0.7),
  ];
  await catalogue
    .transaction()
    .execute((transaction) => putTrials(transaction, [trial('p', null, 0.5), ...rivals]));
  const { items, groups } = (await (await home.app.request('/api/v2/runs/s/trials?limit=3')).json()) as {
    items: { id: string }[];
    groups: unknown[];
  };
  expect(items.map(({ id }) => id)).toEqual(['p', 'c', 'd', 'a']);
  expect(groups).toEqual([
    expect.objectContaining({ trial: 'p', ranked: true, below: 4, ended: { done: 3, pruned: 1 } }),
  ]);
  const sweeps = await (await home.app.request('/api/v2/tracked?kind=sweep&limit=1')).json();
  expect(sweeps).toMatchObject({
    total: 1,
    items: [{ runId: 's', kind: 'sweep', status: 'done', mase: 0.5, wape: null }],
  });
  expect(await (await home.app.request('/api/v2/tracked?kind=nothing')).json()).toMatchObject({
    total: 0,
    items: [],
  });
  expect((await home.app.request('/api/v2/tracked?limit=201')).status).toBe(422);
});
