/**
 * `npm run screenshot`: the picture of the dashboard that the README shows, from real runs on the bundled data for the last
 * four days, so that earlier forecasts have met their truth. Needs Chromium.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openChromium } from './chromium.ts';
import { setUpDashboard } from './dashboard-build.ts';
import { serveHome } from './serve-home.ts';

const root = path.dirname(import.meta.dirname);
const program = path.join(root, 'packages', 'gridcast', 'bin', 'gridcast.js');
const picture = path.join(root, 'docs', 'images', 'dashboard.png');
const asOfs = ['2023-01-18T23:00Z', '2023-01-19T23:00Z', '2023-01-20T23:00Z', '2023-01-21T23:00Z'];
const maxBytes = 400_000;

const home = mkdtempSync(path.join(tmpdir(), 'gridcast-screenshot-'));
try {
  await setUpDashboard(root);
  for (const asOf of asOfs) {
    console.log(`run as of ${asOf}`);
    execFileSync(process.execPath, [program, 'run', '--home', home, '--as-of', asOf], { stdio: 'pipe' });
  }
  await using server = await serveHome(home);
  const browser = await openChromium();
  const page = await browser.newPage({ viewport: { width: 1240, height: 1048 }, deviceScaleFactor: 1.5 });
  await page.goto(server.url);
  await page.getByRole('img').first().waitFor();
  await page.waitForLoadState('networkidle');
  mkdirSync(path.dirname(picture), { recursive: true });
  await page.screenshot({ path: picture });
  await browser.close();
} finally {
  rmSync(home, { recursive: true, force: true });
}
const { size } = statSync(picture);
console.log(`${path.relative(root, picture)}: ${Math.round(size / 1000)} kB`);
if (size > maxBytes) throw new Error(`the picture has ${size} bytes; at most ${maxBytes} are wanted`);
