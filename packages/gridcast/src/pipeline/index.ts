export * from './backtest-home.ts';
export * from './champion.ts';
export * from './online-vectors.ts';
export * from './open-run.ts';
export * from './origins.ts';
export * from './run-context.ts';
export * from './run-hour.ts';
export * from './steps.ts';
