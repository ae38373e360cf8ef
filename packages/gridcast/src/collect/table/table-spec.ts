/** Which columns of a table mean what. */

/** Roles of the columns of a raw table. */
export interface TableSpec {
  readonly time: string;
  /** Column of each key, in the order of the declared keys. */
  readonly keys: readonly string[];
  readonly value: string;
  /** Column with the instant at which a row became known; absent: hour end + delay. */
  readonly knownAt?: string | undefined;
  /** IANA zone of times without an offset. */
  readonly timezone: string;
  readonly valuesAtLeastZero: boolean;
  /** True where a row may be known before its hour, as a forecast is. */
  readonly knownAhead?: boolean;
}

/** A column that the spec asks for, with the option that named it. */
export interface WantedColumn {
  readonly role: '--time' | '--keys' | '--value' | '--known-at';
  readonly column: string;
}

/** The wanted columns in the order time, keys, value, known-at. */
export function wantedColumns(spec: TableSpec): readonly WantedColumn[] {
  return [
    { role: '--time', column: spec.time },
    ...spec.keys.map((column) => ({ role: '--keys', column }) as const),
    { role: '--value', column: spec.value },
    ...(spec.knownAt === undefined ? [] : [{ role: '--known-at', column: spec.knownAt } as const]),
  ];
}
