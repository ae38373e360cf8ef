/** The two scales on which members work, and the way back to a series' own unit. */

/** `log`: z = ln y, for series that were always positive; `linear`: z = y / scale, for every series that ever moved. */
export const links = ['log', 'linear'] as const;

export type Link = (typeof links)[number];

/** Beyond this a logarithm is no forecast but an accident; e^60 is far above any unit in use. */
const LARGEST_LOG = 60;

/** A value on a link's scale in the series' own unit; NaN stays NaN. */
export function toNatural(link: Link, z: number, scale: number): number {
  if (link === 'linear') return z * scale;
  return z > LARGEST_LOG ? Number.NaN : Math.exp(z);
}
