/** What a source is: facts declared as data, where its raw inputs lie, and which of their columns mean what. */
import type { Json } from '../core/index.ts';
import type { TableSpec } from './table/table-spec.ts';

/** One value that a key may have, with its meaning. */
export interface KeyValue {
  /** The source's own text, verbatim. */
  readonly text: string;
  /** The integer that stands for it inside and in `/api/v1`. */
  readonly code: number;
  /** The name in the source's language. */
  readonly label: string;
  readonly labelEn: string;
  /** True where the name is the owner's own text; false where it is read from the shape of the data. */
  readonly official: boolean;
}

/** One key column of a source. */
export interface KeyDeclaration {
  /** The name in forecast files, in `--keys` order. */
  readonly name: string;
  /** The values that can occur; absent where any text can. */
  readonly values?: readonly KeyValue[];
  /** True where values that are not listed can occur too: the list then only gives labels. */
  readonly isOpen?: boolean;
}

/** A part of a source's country, in the words of power markets, with what weather services know it by. */
export interface Area {
  /** `DK1` */
  readonly name: string;
  /** Key values of the series that lie in it; none: the source does not tell its areas apart. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  /** Weather stations that cover it. */
  readonly stations: readonly string[];
  /** Places that cover it: latitude and longitude. */
  readonly coordinates: readonly (readonly [latitude: number, longitude: number])[];
}

/** The facts of a source that other parts rely on. */
export interface SourceDeclaration {
  readonly name: string;
  /** The source as a person would name it, with what it reads. */
  readonly title: string;
  readonly keys: readonly KeyDeclaration[];
  /** What the sum of all series is called; absent: nothing particular. */
  readonly total?: { readonly label: string; readonly labelEn: string };
  /** A label; values are never converted. */
  readonly unit: string;
  /** The credit line that must stand beside the numbers; empty where none is owed. */
  readonly credit: string;
  /** How late the feed publishes after an hour's end, in hours. */
  readonly defaultDelayHours: number;
  readonly valuesAtLeastZero: boolean;
  /** A finished source never grows: its default as-of is the first instant at which all its rows are known. */
  readonly finished: boolean;
  /** ISO 3166 code of the country whose holidays and zone shape the values; absent: UTC hours and weekdays. */
  readonly country?: string;
  /** Areas that covariates of services can be had for; absent: none are known. */
  readonly areas?: readonly Area[];
}

/** A raw input that the source points at. */
export interface RawFile {
  readonly path: string;
}

/** A living dataset behind an HTTP API, read window by window. Hours are whole; the newest are read first. */
export interface LivingFeed {
  readonly dataset: string;
  readonly baseUrl: string;
  /** The first hour wanted; absent: `historyHours` before the first collect. */
  readonly fromHour: number | undefined;
  readonly historyHours: number;
  /** How long values change after they were first published: so much is read again. */
  readonly revisionHours: number;
  /** The width of the first window of history; it narrows where a response does not come whole. */
  readonly windowHours: number;
}

/** A source with its options read. */
export interface Source {
  readonly declaration: SourceDeclaration;
  /** The options in full, JSON-safe: with the name they are the source's identity in a home. */
  readonly options: Readonly<Record<string, Json | undefined>>;
  readonly table: TableSpec;
  /** The input to read now. */
  readonly input: RawFile | LivingFeed;
}

/** One kind of source: a name and a parser of its options. */
export interface SourceKind {
  readonly name: string;
  /** Reads the options. @throws COLLECT_OPTIONS_INVALID, COLLECT_KEY_RESERVED */
  readonly open: (options: unknown) => Source;
}

/** The names of a source's keys, in order. */
export function keyNamesOf(declaration: SourceDeclaration): readonly string[] {
  return declaration.keys.map((key) => key.name);
}
