export * from './calendar/index.ts';
export * from './build.ts';
export * from './columns.ts';
export * from './spine.ts';
export * from './truth.ts';
