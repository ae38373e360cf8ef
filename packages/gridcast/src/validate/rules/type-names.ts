/** Names of column types, as DuckDB, SQL, pandas and Python have them. */

const families: readonly (readonly [duckdb: readonly string[], names: readonly string[]])[] = [
  [['DOUBLE'], ['double', 'float64', 'float', 'double_precision', 'float8', 'doubletype']],
  [['FLOAT'], ['float32', 'float4', 'real', 'floattype']],
  [['TINYINT'], ['int8', 'tinyint', 'bytetype']],
  [['SMALLINT'], ['int16', 'smallint', 'int2', 'shorttype']],
  [['INTEGER'], ['int32', 'integer', 'int4', 'integertype']],
  [['BIGINT'], ['int64', 'bigint', 'int', 'int_', 'longtype']],
  [['VARCHAR'], ['varchar', 'str', 'string', 'text', 'object', 'object_', 'o', 'stringtype']],
  [['BOOLEAN'], ['boolean', 'bool', 'bool_', 'booleantype']],
  [['DATE'], ['date', 'datetype']],
  [
    ['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'],
    ['timestamp', 'datetime', 'datetime64', 'datetime64[ns]', 'datetime64[us]', 'timestamptype'],
  ],
  [['TIMESTAMP WITH TIME ZONE'], ['timestamptz', 'timestamp with time zone', 'datetimetz']],
];

/** True where the type that DuckDB names is the one meant; a name that is in no table means DuckDB's own. */
export function isOfType(duckdb: string, name: string): boolean {
  const wanted = name.toLowerCase();
  if (duckdb.toLowerCase() === wanted) return true;
  return families.some(([types, names]) => types.includes(duckdb) && names.includes(wanted));
}
