import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { silentLogger, type LogFields, type Logger } from '../core/index.ts';
import { recordQuarantine } from '../store/index.ts';
import { readStaticFiles } from './http/static-files.ts';
import { de35Home, openEmptyHome, openTinyHome } from './testing/tiny-home.ts';

describe('an app with nothing published', () => {
  test('is alive but not ready, and names the next command', async () => {
    await using home = await openEmptyHome();
    expect((await home.app.request('/healthz')).status).toBe(200);
    for (const path of ['/readyz', '/api/v2/source', '/api/v2/forecasts', '/api/v2/forecasts.csv']) {
      const response = await home.app.request(path);
      expect(response.status, path).toBe(503);
      expect(response.headers.get('content-type'), path).toBe('application/problem+json');
      expect(response.headers.get('retry-after'), path).toBe('30');
      expect(await response.json()).toMatchObject({
        type: 'urn:gridcast:error:SERVE_NOTHING_PUBLISHED',
        status: 503,
        instance: path,
        detail: expect.stringContaining('`gridcast run --home ') as unknown,
      });
    }
    const v1 = await home.app.request('/api/v1/area_values');
    expect([v1.status, Object.keys((await v1.json()) as object)]).toEqual([503, ['detail']]);
    expect(await (await home.app.request('/metrics')).text()).toContain('gridcast_forecast_published 0\n');
    expect(await (await home.app.request('/api/v2/runs')).json()).toMatchObject({ items: [], total: 0 });
  });
});

describe('what surrounds every route', () => {
  test('an unknown address is a problem, under v1 a detail', async () => {
    await using home = await openEmptyHome();
    const response = await home.app.request('/nonsense');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'SERVE_ROUTE_UNKNOWN', title: 'Not found' });
    expect(await (await home.app.request('/api/v1/nonsense')).json()).toEqual({
      detail: 'Nothing answers GET /api/v1/nonsense. GET /docs lists what there is.',
    });
    expect((await home.app.request('/api/v2/source', { method: 'POST' })).status).toBe(404);
  });

  test('answers carry security headers and no permission for other sites', async () => {
    await using home = await openTinyHome(de35Home);
    const { headers } = await home.app.request('/api/v2/source', { headers: { Origin: 'http://elsewhere' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an ETag holds until something is published', async () => {
    await using home = await openTinyHome(de35Home);
    const first = await home.app.request('/api/v2/quality');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{20}"$/u);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const ask = (tags: string) => home.app.request('/api/v2/quality', { headers: { 'If-None-Match': tags } });
    const same = await ask(`"x", ${etag}`);
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    await home.store.catalogue.transaction().execute((transaction) =>
      recordQuarantine(transaction, [
        {
          raw_sha256: 'aa',
          reason: 'bad_value',
          rows: 2,
          object_key: null,
          first_line: 7,
          as_of: 1,
          run_id: 'r',
        },
      ]),
    );
    const changed = await ask(etag);
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ quarantine: [{ reason: 'bad_value', rows: 2, inputs: 1 }] });
    expect(await (await home.app.request('/api/v2/quality/quarantine')).json()).toMatchObject({
      total: 1,
      items: [{ reason: 'bad_value', firstLine: 7, asOfUtc: '1970-01-01T01:00:00Z' }],
    });
  });

  test('a fault is logged and says nothing of its inside', async () => {
    const logged: (readonly [string, LogFields | undefined])[] = [];
    const logger: Logger = { ...silentLogger, error: (message, fields) => logged.push([message, fields]) };
    await using home = await openTinyHome(de35Home, { logger });
    await home.store.catalogue.deleteFrom('setting').where('name', '=', 'source').execute();
    await home.store.catalogue.insertInto('setting').values({ name: 'source', value: '{oops' }).execute();
    const response = await home.app.request('/api/v2/source');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('oops');
    expect(logged[0]?.[0]).toBe('request failed');
    expect(String(logged[0]?.[1]?.['reason'])).toContain('JSON');
  });

  test('requests are counted by route, never by path', async () => {
    await using home = await openTinyHome(de35Home);
    for (const id of ['a', 'b']) await home.app.request(`/api/v2/runs/${id}`);
    await home.app.request('/x');
    const text = await (await home.app.request('/metrics')).text();
    expect(text).toContain(
      'gridcast_http_requests_total{method="GET",route="/api/v2/runs/:id",status="404"} 2\n',
    );
    expect(text).toContain('gridcast_http_requests_total{method="GET",route="none",status="404"} 1\n');
    expect(text).toContain('gridcast_http_request_duration_seconds_count{route="/api/v2/runs/:id"} 2\n');
    expect(text).toContain('gridcast_forecast_rows{rung="model"} 48\n');
    expect(text).toContain('gridcast_forecast_age_seconds 3600\n');
    expect(text).toContain('gridcast_data_until_timestamp_seconds 1674342000\n');
  });
});

describe('the documents', () => {
  test('name each route, with its parameters and answers', async () => {
    await using home = await openEmptyHome();
    const document = (await (await home.app.request('/openapi.json')).json()) as {
      readonly paths: Readonly<Record<string, unknown>>;
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/predictions/{area}/{consumer_type}', '/api/v2/forecasts', '/metrics']),
    );
    const page = await (await home.app.request('/docs')).text();
    for (const path of Object.keys(document.paths)) expect(page).toContain(`<code>GET ${path}</code>`);
    expect(page).not.toMatch(/<script|https?:/u);
  });
});

describe('static files', () => {
  test('are served with their types; hashed ones for ever', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gridcast-static-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<h1>hi</h1>');
    await writeFile(join(folder, 'assets', 'a-1234.js'), '1');
    const staticFiles = await readStaticFiles(folder);
    await rm(folder, { recursive: true });
    await using home = await openTinyHome(de35Home, { staticFiles });
    const page = await home.app.request('/?where=area:DK1');
    expect([await page.text(), page.headers.get('cache-control')]).toEqual(['<h1>hi</h1>', 'no-cache']);
    const script = await home.app.request('/assets/a-1234.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const etag = script.headers.get('etag') ?? '';
    const again = await home.app.request('/assets/a-1234.js', { headers: { 'If-None-Match': etag } });
    expect(again.status).toBe(304);
    expect((await home.app.request('/assets/../../etc/passwd')).status).toBe(404);
    expect(await readStaticFiles(folder)).toEqual(new Map());
  });

  test('answer the address of a screen with the page, but nothing of the API', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gridcast-static-'));
    const text = `<h1>${'hi '.repeat(200)}</h1>`;
    await writeFile(join(folder, 'index.html'), text);
    const staticFiles = await readStaticFiles(folder);
    await rm(folder, { recursive: true });
    await using home = await openTinyHome(de35Home, { staticFiles });
    const ask = (path: string, headers: Record<string, string> = { Accept: 'text/html,*/*' }) =>
      home.app.request(path, { headers });
    expect(await (await ask('/quality?where=area:DK1')).text()).toBe(text);
    const small = await ask('/quality', { Accept: 'text/html', 'Accept-Encoding': 'gzip, br' });
    expect(small.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await small.arrayBuffer()).toString()).toBe(text);
    for (const path of ['/api/v2/nothing', '/assets/gone-1234.js'])
      expect((await ask(path)).status).toBe(404);
    expect((await ask('/quality', { Accept: 'application/json' })).status).toBe(404);
    expect(await (await ask('/docs')).text()).toContain('Gridcast API');
  });

  test('that were not built are said to be, with the way to build them', async () => {
    await using home = await openTinyHome(de35Home, { staticFiles: new Map() });
    const page = await home.app.request('/', { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('<code>npm run setup</code>');
  });
});
