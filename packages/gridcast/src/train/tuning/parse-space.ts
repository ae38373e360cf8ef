/** Reads a search space of a user; everything that cannot be is an error that names its place. */
import { closestName, GridcastError, type Json } from '../../core/index.ts';
import type { Choice, NumberRange, Parameter, Space } from './space.ts';
import { tunables, type Legal } from './tunables.ts';

const MOST_VALUES = 200;
const MOST_POINTS = 50;

type Fields = Readonly<Record<string, unknown>>;

/** What is said of a value that does not fit. */
type Refuse = (place: string, value: unknown, expected: string) => never;

/**
 * Checks a space as a JSON file has it: `{"rounds": {"kind": "int", "low": 40, "high": 320, "scale": "log"}, ...}`.
 *
 * @param name what the space is called in errors.
 * @throws TUNE_SPACE_INVALID at the first place that does not fit.
 */
export function parseSpace(value: unknown, name: string): Space {
  const refuse: Refuse = (place, found, expected) => {
    const text = found === undefined ? 'nothing' : JSON.stringify(found);
    throw new GridcastError('TUNE_SPACE_INVALID', { space: name, place, value: text, expected });
  };
  if (!isFields(value)) return refuse('the top', value, 'an object of parameters by name is wanted');
  const entries = Object.entries(value);
  if (entries.length === 0) return refuse('the top', value, 'at least one parameter is wanted');
  return Object.fromEntries(entries.map(([place, one]) => [place, parseParameter(place, one, refuse)]));
}

function parseParameter(name: string, value: unknown, refuse: Refuse): Parameter {
  const tunable = Object.hasOwn(tunables, name) ? tunables[name] : undefined;
  if (tunable === undefined) return refuse(name, value, unknownName(name));
  if (!isFields(value)) return refuse(name, value, 'an object with a kind is wanted');
  const { kind } = value;
  if (kind === 'choice') return parseChoice(name, value, { legal: tunable.legal, refuse });
  if (kind === 'int' || kind === 'float')
    return parseRange(name, value, { kind, legal: tunable.legal, refuse });
  return refuse(`${name}.kind`, kind, 'it is one of choice, int, float');
}

function unknownName(name: string): string {
  const names = Object.keys(tunables);
  const near = closestName(name, names);
  return `there is no such parameter${near === null ? '' : ` (did you mean ${near}?)`}; there are ${names.join(', ')}`;
}

interface Rules {
  readonly legal: Legal;
  readonly refuse: Refuse;
}

function parseChoice(name: string, fields: Fields, { legal, refuse }: Rules): Choice {
  refuseOthers(name, fields, { allowed: ['kind', 'values'], refuse });
  const { values } = fields;
  if (!Array.isArray(values) || values.length === 0 || values.length > MOST_VALUES) {
    return refuse(`${name}.values`, values, `a list of 1 to ${MOST_VALUES} values is wanted`);
  }
  const seen = new Set<string>();
  for (const [at, value] of values.entries()) {
    const place = `${name}.values[${at}]`;
    const wanted = illegal(legal, value);
    if (wanted !== undefined) return refuse(place, value, wanted);
    const text = JSON.stringify(value);
    if (seen.has(text)) return refuse(place, value, 'it stands in the list before');
    seen.add(text);
  }
  return { kind: 'choice', values: values as Json[] };
}

function parseRange(
  name: string,
  fields: Fields,
  { kind, legal, refuse }: Rules & { readonly kind: NumberRange['kind'] },
): NumberRange {
  refuseOthers(name, fields, { allowed: ['kind', 'low', 'high', 'scale', 'points'], refuse });
  if (!isNumeric(legal)) return refuse(`${name}.kind`, kind, 'it is a choice, for its values are no numbers');
  if (legal.kind === 'int' && kind === 'float')
    return refuse(`${name}.kind`, kind, 'whole numbers are wanted: int');
  const [low, high] = (['low', 'high'] as const).map((end) => {
    const wanted = illegalNumber({ ...legal, kind }, fields[end]);
    return wanted === undefined ? (fields[end] as number) : refuse(`${name}.${end}`, fields[end], wanted);
  }) as [number, number];
  if (low > high) return refuse(`${name}.low`, low, `it is not above high, ${high}`);
  const scale = parseScale(name, fields['scale'] ?? 'linear', { low, refuse });
  const { points } = fields;
  if (points === undefined) return { kind, low, high, scale };
  if (!isWhole(points) || points < 2 || points > MOST_POINTS)
    return refuse(`${name}.points`, points, `a whole number from 2 to ${MOST_POINTS} is wanted`);
  return { kind, low, high, scale, points };
}

function parseScale(
  name: string,
  scale: unknown,
  { low, refuse }: { readonly low: number; readonly refuse: Refuse },
): 'linear' | 'log' {
  if (scale === 'linear') return scale;
  if (scale !== 'log') return refuse(`${name}.scale`, scale, 'it is one of linear, log');
  if (low > 0) return scale;
  return refuse(`${name}.low`, low, 'a log scale starts above 0: raise it, or leave the scale out');
}

function refuseOthers(
  name: string,
  fields: Fields,
  { allowed, refuse }: { readonly allowed: readonly string[]; readonly refuse: Refuse },
): void {
  const other = Object.keys(fields).find((field) => !allowed.includes(field));
  if (other !== undefined) refuse(`${name}.${other}`, fields[other], `its fields are ${allowed.join(', ')}`);
}

/** What is wanted where a value is not legal; undefined where it is. */
function illegal(legal: Legal, value: unknown): string | undefined {
  if (isNumeric(legal)) return illegalNumber(legal, value);
  if (legal.kind === 'word') {
    const isKnown = typeof value === 'string' && legal.words.includes(value);
    return isKnown ? undefined : `it is one of ${legal.words.join(', ')}`;
  }
  const { items, mayBeEmpty = false } = legal;
  const isList = Array.isArray(value) && new Set(value).size === value.length;
  const fits = isList && value.every((item) => items.includes(item as string));
  if (fits && (mayBeEmpty || value.length > 0)) return undefined;
  return `a list of different ones of ${items.join(', ')} is wanted`;
}

type NumericLegal = Extract<Legal, { readonly kind: 'int' | 'float' }>;

function isNumeric(legal: Legal): legal is NumericLegal {
  return legal.kind === 'int' || legal.kind === 'float';
}

function illegalNumber({ kind, low, high, above }: NumericLegal, value: unknown): string | undefined {
  const number = typeof value === 'number' ? value : Number.NaN;
  const isAbove = above === true ? number > low : number >= low;
  const isInside = number <= high && isAbove;
  if (isInside && (kind === 'float' || Number.isInteger(number))) return undefined;
  const sort = kind === 'int' ? 'a whole number' : 'a number';
  return `${sort} ${above === true ? `above ${low} and at most ${high}` : `from ${low} to ${high}`} is wanted`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}
