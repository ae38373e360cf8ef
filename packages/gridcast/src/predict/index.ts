export * from './forecast-file.ts';
export * from './predict.ts';
