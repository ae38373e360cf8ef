export * from './baseline.ts';
export * from './consistency/consistency.ts';
export * from './drift/measure-drift.ts';
export * from './realised-errors.ts';
export * from './statistics/read.ts';
export * from './statistics/record.ts';
export type { Statistics } from './statistics/summary.ts';
