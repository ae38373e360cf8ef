export * from './collect.ts';
export * from './default-as-of.ts';
export { findFixedSource, resolveSource } from './fixed-source.ts';
export type { InputRecord, ParsedInput, QuarantinedRows } from './input-record.ts';
export * from './quarantine/reasons.ts';
export * from './raw-table.ts';
export * from './read-input.ts';
export * from './source.ts';
export * from './sources.ts';
