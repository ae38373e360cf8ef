/** The price areas of Denmark, with the weather that stands for each. */
import type { Area } from '../../source.ts';

const areas: readonly Omit<Area, 'keys'>[] = [
  {
    name: 'DK1',
    stations: ['06030', '06041', '06060', '06079', '06081', '06096', '06102', '06118', '06156'],
    // Aalborg, Aarhus, Esbjerg, Odense
    coordinates: [
      [57.05, 9.92],
      [56.16, 10.2],
      [55.47, 8.45],
      [55.4, 10.39],
    ],
  },
  {
    name: 'DK2',
    stations: ['06170', '06180', '06183', '06193', '06194', '06197', '06280'],
    // Copenhagen, Næstved
    coordinates: [
      [55.68, 12.57],
      [55.23, 11.76],
    ],
  },
];

const regions: Readonly<Record<string, readonly string[]>> = {
  DK1: ['Region Nordjylland', 'Region Midtjylland', 'Region Syddanmark'],
  DK2: ['Region Sjælland', 'Region Hovedstaden'],
};

/** The areas, with the series that lie in each; a source with neither of these keys does not tell them apart. */
export function danishAreas(key?: 'area' | 'region'): readonly Area[] {
  return areas.map((area) => {
    if (key === undefined) return { ...area, keys: [] };
    const values = key === 'area' ? [area.name] : (regions[area.name] ?? []);
    return { ...area, keys: values.map((value) => ({ [key]: value })) };
  });
}
