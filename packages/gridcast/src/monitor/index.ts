export * from './baseline.ts';
export * from './realised-errors.ts';
export * from './consistency/consistency.ts';
