/** What the address of the page says: which screen, which series, which forecast. */

/** The state of the view; whole in the address, so that a link shows the same again. */
export interface View {
  /** Path of the screen. */
  readonly path: string;
  /** Conditions `key:value`, as the API takes them. */
  readonly where: readonly string[];
  /** The key by which parts are listed. */
  readonly by: string | undefined;
  /** ISO instant; absent: the newest forecast. */
  readonly origin: string | undefined;
  /** ISO instant of the hour whose forecast is explained; absent: the peak hour. */
  readonly hour: string | undefined;
  /** The id of the run that is shown; absent: the newest. */
  readonly run: string | undefined;
  /** The kind of run that is listed; absent: all. */
  readonly kind: string | undefined;
  /** How many runs are listed; absent: a few. */
  readonly listed: number | undefined;
  /** Whether the chart begins two days before the forecast, not a week. */
  readonly near: boolean;
  /** Whether the table of the chart is open. */
  readonly table: boolean;
}

/** Reads an address; what it does not know it leaves out. */
export function parseView(path: string, search: string): View {
  const query = new URLSearchParams(search);
  return {
    path: path === '/' ? path : path.replace(/\/+$/u, ''),
    where: query.getAll('where'),
    by: query.get('by') ?? undefined,
    origin: query.get('origin') ?? undefined,
    hour: query.get('hour') ?? undefined,
    run: query.get('run') ?? undefined,
    kind: query.get('kind') ?? undefined,
    listed: countIn(query.get('listed')),
    near: query.has('near'),
    table: query.has('table'),
  };
}

function countIn(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,3}$/u.test(text) ? Number(text) : undefined;
}

/** The shortest address of a view; `parseView` reads it back. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  for (const condition of view.where) query.append('where', condition);
  if (view.by !== undefined) query.set('by', view.by);
  if (view.origin !== undefined) query.set('origin', view.origin);
  if (view.hour !== undefined) query.set('hour', view.hour);
  if (view.run !== undefined) query.set('run', view.run);
  if (view.kind !== undefined) query.set('kind', view.kind);
  if (view.listed !== undefined) query.set('listed', String(view.listed));
  if (view.near) query.set('near', '');
  if (view.table) query.set('table', '');
  const search = query
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll(/(?<=^|&)(near|table)=(?=$|&)/gu, '$1');
  return search === '' ? view.path : `${view.path}?${search}`;
}

/** The value that is wanted of a key; of several keys that begin alike the longest name counts. */
export function wantedValue(
  where: readonly string[],
  key: string,
  keyNames: readonly string[],
): string | undefined {
  return where.find((condition) => keyOf(condition, keyNames) === key)?.slice(key.length + 1);
}

/** The conditions with another value of one key; without a value the key is free. */
export function withValue(
  where: readonly string[],
  { key, value }: { readonly key: string; readonly value: string | undefined },
  keyNames: readonly string[],
): readonly string[] {
  const others = where.filter((condition) => keyOf(condition, keyNames) !== key);
  const all = value === undefined ? others : [...others, `${key}:${value}`];
  const place = (condition: string): number => keyNames.indexOf(keyOf(condition, keyNames) ?? '');
  return all.toSorted((a, b) => place(a) - place(b));
}

function keyOf(condition: string, keyNames: readonly string[]): string | undefined {
  return keyNames
    .filter((name) => condition.startsWith(`${name}:`))
    .toSorted((a, b) => b.length - a.length)[0];
}
