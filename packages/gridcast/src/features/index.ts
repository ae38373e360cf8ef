export * from './calendar/index.ts';
export * from './build.ts';
export * from './columns.ts';
export * from './spine.ts';
export { rowColumns } from './view/rows.ts';
export * from './truth.ts';
