export * from './check-observations.ts';
export * from './expectation.ts';
export * from './validate.ts';
