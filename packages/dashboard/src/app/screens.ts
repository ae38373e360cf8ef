/** The screens; a new one is a folder in `features/` and an entry here. */
import { lazy, type ComponentType } from 'react';

export interface Screen {
  readonly path: string;
  readonly title: string;
  readonly Component: ComponentType;
  /** Fetches its code; done once. */
  readonly load: () => Promise<unknown>;
}

export const screens: readonly Screen[] = [
  screen(
    '/',
    'Forecast',
    async () => (await import('../features/forecast/forecast-screen.tsx')).ForecastScreen,
  ),
  screen(
    '/quality',
    'Quality',
    async () => (await import('../features/quality/quality-screen.tsx')).QualityScreen,
  ),
  screen('/runs', 'Runs', async () => (await import('../features/runs/runs-screen.tsx')).RunsScreen),
];

/** The screen of a path; the page says so where there is none. */
export function findScreen(path: string): Screen | undefined {
  return screens.find((screen) => screen.path === path);
}

/** Fetches the code of every screen, so that going to one waits for nothing and needs no server. */
export async function loadScreens(): Promise<void> {
  await Promise.allSettled(screens.map(({ load }) => load()));
}

function screen(path: string, title: string, load: () => Promise<ComponentType>): Screen {
  return { path, title, load, Component: lazy(async () => ({ default: await load() })) };
}
