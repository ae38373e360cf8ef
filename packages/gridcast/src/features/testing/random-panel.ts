/** Panels of versions drawn from a seed: every kind of series, gaps, revisions, late and early values. */
import type { SpineRow, Version } from './panel-relation.ts';

export interface RandomPanel {
  readonly seed: number;
  readonly seriesCount: number;
  readonly startHour: number;
  readonly hours: number;
  readonly delayHours: number;
  readonly irregular: boolean;
}

/** Numbers in [0, 1) from a 32-bit state (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SHAPES: readonly ((wave: number, noise: number) => number)[] = [
  (wave, noise) => 1000 * Math.exp(0.4 * wave + 0.1 * noise),
  (wave, noise) => 1e-6 * Math.exp(0.4 * wave + 0.1 * noise),
  (wave, noise) => 3e9 * Math.exp(0.2 * wave + 0.1 * noise),
  (wave, noise) => Math.max(0, 50 * wave + 20 * noise),
  (wave, noise) => 10 * wave + noise - 3,
  () => 42,
  () => 0,
  (wave, noise) => (noise > 0.6 ? 100 * (2 + wave) : 0.001),
  (_, noise) => (noise > 0.98 ? 7 : 0),
];

/** The versions of a panel. */
export function randomVersions(panel: RandomPanel): Version[] {
  const random = randomNumbers(panel.seed);
  const versions: Version[] = [];
  for (let series = 0; series < panel.seriesCount; series++) {
    const shape = SHAPES[Math.floor(random() * SHAPES.length)] as (typeof SHAPES)[number];
    const start = panel.startHour + (random() < 0.3 ? Math.floor((random() * panel.hours) / 2) : 0);
    let gapEnd = start;
    for (let hour = start; hour < panel.startHour + panel.hours; hour++) {
      if (random() < 0.003) gapEnd = hour + Math.floor(random() ** 3 * 400);
      if (hour < gapEnd) continue;
      const value = shape(Math.sin((2 * Math.PI * hour) / 24), random());
      const regular = hour + 1 + panel.delayHours;
      const draw = panel.irregular && series % 2 === 0 ? random() : 1;
      if (draw < 0.03) {
        versions.push({ series, hour, value, knownHour: regular + 1 + Math.floor(random() * 300) });
        continue;
      }
      if (draw < 0.05) {
        versions.push({ series, hour, value, knownHour: regular - Math.floor(random() * panel.delayHours) });
        continue;
      }
      versions.push({ series, hour, value, knownHour: regular });
      if (draw < 0.1) {
        const first = regular + 1 + Math.floor(random() * 200);
        versions.push({ series, hour, value: value * (0.5 + random()), knownHour: first });
        if (draw < 0.07) versions.push({ series, hour, value: value + 1, knownHour: first + 30 });
      }
    }
  }
  return versions;
}

/** Some rows of a panel, without repeats: origins of its second half and a little after its end. */
export function randomSpine(panel: RandomPanel, rows: number): SpineRow[] {
  const random = randomNumbers(panel.seed ^ 0x5eed);
  const spine = new Map<string, SpineRow>();
  for (let i = 0; i < rows; i++) {
    const series = Math.floor(random() * panel.seriesCount);
    const middle = panel.startHour + Math.floor(panel.hours / 2);
    const origin = middle + Math.floor(random() * (panel.hours / 2 + panel.delayHours + 30));
    const target = origin + Math.floor(random() * 24);
    spine.set(`${series} ${origin} ${target}`, { series, target, origin });
  }
  return [...spine.values()];
}
