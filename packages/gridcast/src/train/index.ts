export * from './backtest.ts';
export * from './backtest-slices.ts';
export type { BandEnds, CalibrationRows } from './calibration-rows.ts';
export * from './decide-promotion.ts';
export * from './evaluate.ts';
export * from './feature-rows.ts';
export * from './plan.ts';
export * from './train-model.ts';
export * from './tuning/index.ts';
