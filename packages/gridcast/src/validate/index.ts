export * from './check-observations.ts';
export * from './check-relation.ts';
export * from './expectation.ts';
export * from './export-suite.ts';
export * from './prove/prove.ts';
export * from './relation.ts';
export * from './rule-suite.ts';
export * from './validate.ts';
