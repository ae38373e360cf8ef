export * from './baseline.ts';
export * from './realised-errors.ts';
