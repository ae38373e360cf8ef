export * from './calendar/index.ts';
export * from './build.ts';
export * from './columns.ts';
export * from './spine.ts';
export * from './truth.ts';
export * from './registry/apply.ts';
export type { ChangeKind } from './registry/compare.ts';
export { declaredDefinitions, servingView } from './registry/declared.ts';
export * from './registry/definitions.ts';
