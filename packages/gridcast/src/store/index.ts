export * from './sql/engine.ts';
export * from './sql/quote.ts';
export * from './catalogue/schema.ts';
export * from './lake/lake.ts';
export * from './store.ts';
