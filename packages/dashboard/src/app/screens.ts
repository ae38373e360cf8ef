/** The screens; a new one is a folder in `features/` and a line here. */
import { lazy, type ComponentType } from 'react';

export interface Screen {
  readonly path: string;
  readonly title: string;
  readonly Component: ComponentType;
}

export const screens: readonly Screen[] = [
  {
    path: '/',
    title: 'Forecast',
    Component: lazy(async () => ({
      default: (await import('../features/forecast/forecast-screen.tsx')).ForecastScreen,
    })),
  },
  {
    path: '/quality',
    title: 'Quality & monitoring',
    Component: lazy(async () => ({
      default: (await import('../features/quality/quality-screen.tsx')).QualityScreen,
    })),
  },
];

/** The screen of a path; the page says so where there is none. */
export function findScreen(path: string): Screen | undefined {
  return screens.find((screen) => screen.path === path);
}
