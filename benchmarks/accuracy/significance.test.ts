import { describe, expect, test } from 'vitest';
import { compareErrors, compareOverPanels, type PanelErrors } from './significance.ts';

/** Errors that are lower than a rival's by a share, more or less from origin to origin. */
function panel(share: number, spread = 0.2, origins = 12): PanelErrors {
  const theirs = Array.from({ length: origins }, (_, i) => 1 + 0.3 * Math.sin(i));
  return { ours: theirs.map((error, i) => error * (1 - share + spread * Math.cos(3 * i))), theirs, lags: 0 };
}

describe('over panels', () => {
  test('a difference is the mean of those of the panels, each counted alike', () => {
    const { relative } = compareOverPanels([panel(0.1, 0, 60), panel(0.3, 0, 7)]);
    expect(relative).toBeCloseTo(-0.2, 12);
  });

  test('the interval has both: that panels differ, and that origins of a panel do', () => {
    const width = ([low, high]: readonly [number, number]): number => high - low;
    const alike = compareOverPanels([panel(0.2, 0), panel(0.2, 0), panel(0.2, 0)]);
    const panelsDiffer = compareOverPanels([panel(0, 0), panel(0.2, 0), panel(0.4, 0)]);
    const originsDiffer = compareOverPanels([panel(0.2), panel(0.2), panel(0.2)]);
    expect(width(alike.interval)).toBeCloseTo(0, 12);
    expect(width(panelsDiffer.interval)).toBeGreaterThan(0.1);
    expect(width(originsDiffer.interval)).toBeGreaterThan(0.02);
    expect(panelsDiffer.interval[0]).toBeLessThan(-0.2);
    expect(panelsDiffer.interval[1]).toBeGreaterThan(-0.2);
  });

  test('one panel has the interval of its own comparison', () => {
    const one = panel(0.2);
    const [low, high] = compareOverPanels([one]).interval;
    const own = compareErrors(one.ours, one.theirs, one.lags).interval;
    expect(low).toBeCloseTo(own[0], 1);
    expect(high).toBeCloseTo(own[1], 1);
  });
});

test('Diebold and Mariano find a steady difference, and none in chance', () => {
  const theirs = Array.from({ length: 30 }, (_, i) => 1 + 0.3 * Math.sin(i));
  const steady = theirs.map((error, i) => error - 0.1 + 0.05 * Math.cos(2 * i));
  const chance = theirs.map((error, i) => error + 0.3 * Math.cos(2 * i));
  expect(compareErrors(steady, theirs, 0).dieboldMariano).toBeLessThan(0.001);
  expect(compareErrors(chance, theirs, 0).dieboldMariano).toBeGreaterThan(0.5);
});
