export { findFixedSource, resolveSource } from './fixed-source.ts';
export { feedStatuses, type FeedHealth } from './feed/health.ts';
export { findFeedHealth } from './feed/find-health.ts';
export type { Network } from './feed/network.ts';
export type { InputRecord, ParsedInput, QuarantinedRows } from './input-record.ts';
export * from './open-input.ts';
export * from './quarantine/reasons.ts';
export * from './source.ts';
export * from './sources.ts';
