/** The dashboard in a real browser, over a real server and homes that real runs filled. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumRemedy, findChromium, openChromium } from '../tools/chromium.ts';
import { setUpDashboard } from '../tools/dashboard-build.ts';
import { serveHome, type ServedHome } from '../tools/serve-home.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

const slow = 300_000;

/** A page that remembers what went wrong in it. */
interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the console and of scripts, breaches of the security policy among them. */
  readonly faults: string[];
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    timezoneId: 'Asia/Tokyo',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

const chart = (page: Page) => page.getByRole('img', { name: /^Line chart\. / });
const title = (page: Page) => page.getByRole('heading', { level: 1 });

const mainText = async (page: Page): Promise<string> =>
  (await page.locator('main').innerText()).replaceAll(/\s+/gu, ' ');

const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 20_000 });

async function run(home: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runGridcast(['run', '--home', home, ...args]);
  expect(exitCode, stderr).toBe(0);
}

interface Seen {
  readonly overflow: number;
  readonly background: string;
  readonly shift: number;
}

/** Runs in the page: how far it is too wide, its colour, and how much of it moved while it was loaded (0: nothing). */
const look = `(() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'layout-shift', buffered: true });
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    background: getComputedStyle(document.documentElement).backgroundColor,
    shift: observer.takeRecords().reduce((sum, { value }) => sum + value, 0),
  };
})()`;

describe.skipIf(findChromium() === undefined)(`the dashboard in Chromium (${chromiumRemedy})`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridcast-dashboard-'));
  let browser: Browser;
  let server: ServedHome;

  beforeAll(async () => {
    await setUpDashboard(path.dirname(import.meta.dirname));
    const home = path.join(folder, 'de35');
    await run(home, '--as-of', '2023-01-20T23:00Z');
    await run(home);
    const search = ['--space', 'tutorial', '--sampler', 'grid', '--trials', '3', '--folds', '1'];
    const tuned = await runGridcast(['tune', ...search, '--home', home]);
    expect(tuned.exitCode, tuned.stderr).toBe(0);
    [browser, server] = [await openChromium(), await serveHome(home)];
  }, slow);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('shows the total: a week, 24 hours with bands, peak, error beside the copies, where it comes from', async () => {
    await using watched = await openPage(browser, server.url);
    const { page, faults } = watched;
    await eventually(() => title(page).textContent()).toBe('Denmark');
    await chart(page).waitFor();
    expect(await chart(page).locator('[aria-label="area"] path').count()).toBe(3);
    // the answers come one by one; what shows each of them is waited for
    await eventually(() => chart(page).getAttribute('aria-label')).toContain(
      '168 observed hours from Sun 15 Jan, 00:00 to Sat 21 Jan, 23:00',
    );
    await eventually(() => mainText(page)).toMatch(
      /Error so far Forecast \d+\.\d % Copy of the day before \d+\.\d % Copy of the week before/u,
    );
    const text = await mainText(page);
    expect(text).toContain('Tomorrow’s peak hour 17:00–18:00 Sunday 22 January');
    expect(text).toContain('the 24 hours of 1 forecast that met their truth');
    expect(text).toContain(
      'Data until Sun 22 Jan 2023, 00:00 Delay none Forecast made Sun 22 Jan 2023, 00:00 Made by the trained model Times Europe/Copenhagen (UTC+01:00)',
    );
    expect(text).toContain('errors of its 76 series that partly cancel');
    const axes = (await chart(page).textContent()) ?? '';
    expect(axes).toContain('Hourly values, kWh');
    expect(axes).toContain('local time of Europe/Copenhagen');
    expect(await page.locator('footer').innerText()).toContain('Energinet');
    expect(faults).toEqual([]);
  });

  test('chooses an area and a segment by keyboard, and the address brings them back', async () => {
    await using watched = await openPage(browser, server.url);
    const { page, faults } = watched;
    await page.getByRole('combobox', { name: 'Area' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'Western Denmark (DK1)' }).waitFor();
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
    await eventually(() => title(page).textContent()).toBe('Western Denmark (DK1)');
    await page.getByRole('combobox', { name: 'Consumer type' }).focus();
    await page.keyboard.type('holiday');
    await page.keyboard.press('Enter');
    await eventually(() => title(page).textContent()).toBe('Western Denmark (DK1) · Holiday homes (130)');
    await eventually(() => mainText(page)).toContain('not the owner’s name');
    await eventually(() => mainText(page)).toContain('those of this one series');
    await page.getByText('The chart as a table').click();
    const rows = page.getByRole('region', { name: 'Hours of the chart' }).getByRole('row');
    await eventually(() => rows.count()).toBe(1 + 168 + 24);
    const address = page.url();
    expect(address).toBe(`${server.url}/?where=area:DK1&where=consumer_type:130&table`);

    await using again = await openPage(browser, address);
    await eventually(() => title(again.page).textContent()).toBe(
      'Western Denmark (DK1) · Holiday homes (130)',
    );
    const brought = again.page.getByRole('region', { name: 'Hours of the chart' }).getByRole('row');
    await eventually(() => brought.count()).toBe(1 + 168 + 24);
    await page.goBack();
    await eventually(() => title(page).textContent()).toBe('Western Denmark (DK1)');
    expect([...faults, ...again.faults]).toEqual([]);
  });

  test('says why one series is forecast so, hour by hour, by keyboard', async () => {
    await using watched = await openPage(browser, `${server.url}/?where=area:DK1`);
    const { page, faults } = watched;
    const why = page.getByRole('region', { name: 'Why this forecast' });
    await eventually(() => why.textContent()).toContain('Choose a single series');
    await page.goto(`${server.url}/?where=area:DK1&where=consumer_type:111`);
    // the peak hour comes first
    const hour = why.getByRole('combobox', { name: 'Hour' });
    await eventually(() => hour.inputValue()).toBe('2023-01-22T16:00:00Z');
    const rows = why.getByRole('row');
    await eventually(() => rows.nth(1).innerText()).toContain(
      'Start: the same hour a week before Sun 15 Jan, 17:00–18:00',
    );
    await eventually(() => why.textContent()).toContain('equal to the published forecast');
    await why.getByRole('button', { name: 'The hour after' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => rows.nth(1).innerText()).toContain('Sun 15 Jan, 18:00–19:00');
    expect(page.url()).toContain('hour=2023-01-22T17:00:00Z');
    const last = async (): Promise<number[]> =>
      (await rows.locator('td:last-child').allTextContents()).map((text) =>
        Number(text.replaceAll(',', '').replace('−', '-')),
      );
    const values = await last();
    const forecast = values.at(-1) ?? 0;
    // each value is rounded to four digits at least
    const sum = values.slice(0, -1).reduce((total, value) => total + value, 0);
    expect(Math.abs(sum / forecast - 1)).toBeLessThan(1e-3);
    await why.getByText('What each member of the model said').click();
    await eventually(() => why.textContent()).toContain('trees that go hour by hour');
    expect(faults).toEqual([]);
  });

  test('gives the selection as CSV, with the numbers of the chart', async () => {
    await using watched = await openPage(browser, `${server.url}/?where=consumer_type:111`);
    const { page } = watched;
    const link = page.getByRole('link', { name: 'Download CSV' });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(download.suggestedFilename()).toBe('gridcast_2023-01-21-23_consumer_type-111.csv');
    const rows = lines.filter((line) => !line.startsWith('#'));
    expect(rows[0]).toContain('p50 [kWh]');
    expect(rows).toHaveLength(1 + 168 + 24);
    expect(lines.join('\n')).toContain('# Source: Energinet');
  });

  test('an earlier forecast stands beside the truth that came', async () => {
    await using watched = await openPage(browser, `${server.url}/?origin=2023-01-20T23:00:00Z`);
    const { page, faults } = watched;
    await chart(page).waitFor();
    await eventually(() => chart(page).getAttribute('aria-label')).toContain('192 observed hours');
    expect(faults).toEqual([]);
  });

  test('the second screen tells errors, checks, runs and models', async () => {
    await using watched = await openPage(browser, `${server.url}/quality`);
    const { page, faults } = watched;
    await page.getByText('all 16 hold').waitFor();
    await eventually(() => page.getByRole('region', { name: 'Runs' }).getByRole('row').count()).toBe(4);
    expect(await page.getByRole('region', { name: 'Models' }).innerText()).toContain('champion');
    const errors = page.getByRole('region', { name: 'Error so far, day by day' });
    expect(await errors.getByRole('img').locator('circle').count()).toBe(3);
    expect(await errors.innerText()).toContain('local time of Europe/Copenhagen');
    const feeds = page.getByRole('region', { name: 'Feeds and drift' });
    expect(await feeds.innerText()).toContain('All data come from files');
    expect(await feeds.innerText()).toMatch(/drift/u);
    expect(faults).toEqual([]);
  });

  test('the third screen lists what was tracked, and shows a sweep and a training in full', async () => {
    await using watched = await openPage(browser, `${server.url}/runs`);
    const { page, faults } = watched;
    const list = page.getByRole('region', { name: 'What was tracked' });
    // header, a sweep, two trainings
    await eventually(() => list.getByRole('row').count()).toBe(4);
    await list.getByRole('button', { name: 'Sweeps' }).click();
    await eventually(() => list.getByRole('row').count()).toBe(2);
    await list.getByRole('link', { name: 'Sweep' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => page.url()).toMatch(/\/runs\?run=[0-9a-f]{32}&kind=sweep$/u);
    const trials = page.getByRole('region', { name: 'Trials' });
    await eventually(() => trials.getByRole('row').count()).toBe(1 + 1 + 4);
    const scores = (await trials.locator('td:nth-child(2)').allTextContents()).map(Number);
    expect(scores.slice(1)).toEqual(scores.slice(1).toSorted((a, b) => a - b));
    expect(await trials.innerText()).toContain('learning_rate');
    expect(await page.getByRole('region', { name: 'How it ended' }).innerText()).toMatch(/put in force/u);
    await page.getByRole('img', { name: /^Line chart: best MASE, by trial/u }).waitFor();
    const plots = page.getByRole('region', { name: 'Plots and files' });
    await plots.scrollIntoViewIfNeeded();
    for (const name of ['folds', 'history', 'importance', 'values']) {
      const plot = plots.getByRole('img', { name: `Plot: ${name}` });
      await plot.scrollIntoViewIfNeeded();
      const width = (): Promise<number> =>
        plot.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
      await eventually(width).toBeGreaterThan(100);
    }
    const winner = await plots.getByRole('link', { name: 'winner.json' }).getAttribute('href');
    const answer = await page.request.get(new URL(winner ?? '', server.url).href);
    expect(await answer.json()).toMatchObject({ format: 1, settings: expect.any(Object) });

    await list.getByRole('button', { name: 'Trainings' }).click();
    await eventually(() => page.getByRole('region', { name: 'Errors' }).innerText()).toMatch(
      /ensemble\s+0\./u,
    );
    await page
      .getByRole('img', { name: /^Line chart: error by lead, by lead, hours, of ensemble,/u })
      .waitFor();
    expect(faults).toEqual([]);
    await page.goto(`${server.url}/runs?run=nothing`);
    await page.getByRole('button', { name: 'Show the newest run' }).click();
    await page.getByRole('region', { name: 'How it ended' }).waitFor();
  });

  test.each([
    ['a narrow screen', { viewport: { width: 375, height: 800 } }],
    ['dark', { colorScheme: 'dark' }],
  ] as const)('fits and moves nothing about: %s', async (_name, options) => {
    for (const screen of ['/', '/quality', '/runs']) {
      await using watched = await openPage(browser, server.url + screen, options);
      const { page, faults } = watched;
      await page.getByRole('img').first().waitFor();
      await page.waitForLoadState('networkidle');
      const seen = await page.evaluate<Seen>(look);
      expect(seen.overflow, screen).toBeLessThanOrEqual(0);
      expect(seen.background).toBe('colorScheme' in options ? 'rgb(16, 22, 26)' : 'rgb(246, 247, 247)');
      expect(seen.shift, screen).toBeLessThan(0.05);
      expect(faults).toEqual([]);
    }
  });

  test('an unknown series, forecast or page is said to be, with a way back', async () => {
    await using watched = await openPage(browser, `${server.url}/?where=area:XX`);
    const { page, faults } = watched;
    await page.getByRole('heading', { name: 'No such series' }).waitFor();
    await eventually(() => mainText(page)).toContain('no series with area XX');
    await page.getByRole('button', { name: 'Show all series' }).click();
    await eventually(() => title(page).textContent()).toBe('Denmark');
    await page.goto(`${server.url}/?origin=2020-01-01T00:00:00Z`);
    await page.getByRole('button', { name: 'Show the newest forecast' }).click();
    await eventually(() => title(page).textContent()).toBe('Denmark');
    await page.goto(`${server.url}/nothing`);
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
    // the browser itself reports each answer that is no success
    expect(faults.filter((fault) => !fault.includes('status of 404'))).toEqual([]);
  });

  test('any keys, no unit, no names, no model and a long delay do as well', { timeout: slow }, async () => {
    const home = path.join(folder, 'meters');
    const flags = writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 20 });
    await run(home, ...flags, '--delay', '240');
    await using meters = await serveHome(home);
    await using watched = await openPage(browser, `${meters.url}/?where=site:s2`);
    const { page, faults } = watched;
    await eventually(() => title(page).textContent()).toBe('Site s2');
    await eventually(() => mainText(page)).toContain(
      'No published forecast of this selection has met its truth yet',
    );
    await eventually(() => chart(page).textContent()).toContain('not published yet');
    const axes = (await chart(page).textContent()) ?? '';
    expect(axes).toContain('Hourly values (no unit)');
    expect(axes).toContain('local time of UTC');
    const text = await mainText(page);
    expect(text).toContain('Delay 10 days');
    expect(text).toContain('Made by a copy of the newest day or week that is known, without a model');
    await page.getByRole('button', { name: 'Show all' }).click();
    await eventually(() => title(page).textContent()).toBe('All series');
    expect(faults).toEqual([]);
  });

  test('an empty home names the next command; an API that went away is said to be', async () => {
    const home = path.join(folder, 'unforecast');
    const { exitCode, stderr } = await runGridcast(['collect', '--home', home]);
    expect(exitCode, stderr).toBe(0);
    await using unforecast = await serveHome(home);
    await using watched = await openPage(browser, unforecast.url);
    const { page } = watched;
    await page.getByRole('heading', { name: 'No forecast yet' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('gridcast run --home');
    await unforecast[Symbol.asyncDispose]();
    await page.getByRole('link', { name: 'Quality' }).click();
    await page.getByRole('heading', { name: 'The API does not answer' }).waitFor();
  });
});
