/** Chromium as this machine has it, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What to do where there is none; stands in the name of what is skipped. */
export const chromiumRemedy = 'needs: apt-get install chromium';

/** The program, or nothing. */
export function findChromium(): string | undefined {
  return places.find((place) => existsSync(place));
}

/** Starts it without a window. @throws Error where there is none. */
export function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`no Chromium found: ${chromiumRemedy}`);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
