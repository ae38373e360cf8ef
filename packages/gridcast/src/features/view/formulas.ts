/** Formulas of columns: how they are written down, and how they are worked out for many rows at once. */

/** Hours of a row that are looked up in its lane: earlier days, weeks and a year before; `k0`.. are the samples like the target. */
export type LookupHour = 'd0' | 'd1' | 'd2' | 'd5' | 'd6' | 'w0' | 'w2' | 'y0' | 'yw' | 'k0' | 'k1' | 'k2';

/** What some rows have, an item a row; NaN where nothing is known. Values are in the row's unit. */
export interface RowReader {
  /** The value at an hour. */
  readonly value: (hour: LookupHour) => Float64Array;
  /** The value a week before an hour on the local clock. */
  readonly weekBefore: (hour: LookupHour) => Float64Array;
  /** The change to an hour from a week before it on the local clock, or from 24 hours before it. */
  readonly change: (hour: LookupHour, from: 'week' | 'day') => Float64Array;
  /** The difference of the values at two hours. */
  readonly between: (hour: LookupHour, from: LookupHour) => Float64Array;
  /** A window of the row's origin. */
  readonly level: (name: string) => Float64Array;
  /** A column of the table of moments. */
  readonly moment: (name: string) => Float64Array;
}

export interface Formula {
  /** Whether it is the same at every lead of an origin. */
  readonly isPerOrigin: boolean;
  /** Over the letters of the row's parts: m moment, v levels, and the looked-up hours with z value, p a week and b a day before. */
  readonly text: string;
  readonly of: (rows: RowReader) => Float64Array;
}

export const valueAt = (hour: LookupHour): Formula => ({
  isPerOrigin: false,
  text: `${hour}.z / v.unit`,
  of: (rows) => rows.value(hour),
});

export const weekBefore = (hour: LookupHour): Formula => ({
  isPerOrigin: false,
  text: `${hour}.p / v.unit`,
  of: (rows) => rows.weekBefore(hour),
});

export const weekChange = (hour: LookupHour): Formula => ({
  isPerOrigin: false,
  text: `(${hour}.z - ${hour}.p) / v.unit`,
  of: (rows) => rows.change(hour, 'week'),
});

export const dayChange = (hour: LookupHour): Formula => ({
  isPerOrigin: false,
  text: `(${hour}.z - ${hour}.b) / v.unit`,
  of: (rows) => rows.change(hour, 'day'),
});

/** The difference of two looked-up values. */
export const changeBetween = (hour: LookupHour, from: LookupHour): Formula => ({
  isPerOrigin: false,
  text: `(${hour}.z - ${from}.z) / v.unit`,
  of: (rows) => rows.between(hour, from),
});

export const level = (name: string): Formula => ({
  isPerOrigin: true,
  text: `v.${name}`,
  of: (rows) => rows.level(name),
});

export const moment = (name: string): Formula => ({
  isPerOrigin: false,
  text: `m.${name}`,
  of: (rows) => rows.moment(name),
});

export const minus = (a: Formula, b: Formula): Formula => ({
  isPerOrigin: a.isPerOrigin && b.isPerOrigin,
  text: `${a.text} - ${b.text}`,
  of: (rows) => subtract(a.of(rows), b.of(rows)),
});

/** A formula times a share to the power of the lead, by a table to nine digits: engines differ in the last bit of a power. */
export function faded(formula: Formula, share: number): Formula {
  const powers = Array.from({ length: 24 }, (_, lead) => Number((share ** lead).toFixed(9)));
  const cases = powers.map((power, lead) => `WHEN ${lead} THEN ${power}`).join(' ');
  const base = formula.text.includes(' - ') ? `(${formula.text})` : formula.text;
  return {
    isPerOrigin: false,
    text: `${base} * CAST(CASE m.lead ${cases} END AS DOUBLE)`,
    of: (rows) => {
      const lead = rows.moment('lead');
      return formula.of(rows).map((value, i) => value * (powers[lead[i] as number] ?? Number.NaN));
    },
  };
}

export function subtract(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  return out;
}

/** Of each item the first candidate that is there. */
export function firstOf(...candidates: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = candidates;
  const out = Float64Array.from(first);
  for (const other of others) {
    for (let i = 0; i < out.length; i++) if (Number.isNaN(out[i])) out[i] = other[i] as number;
  }
  return out;
}
