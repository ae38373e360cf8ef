export * from './check-observations.ts';
export * from './expectation.ts';
export { expectations } from './suite.ts';
export * from './validate.ts';
