export * from './errors/catalogue.ts';
export * from './errors/gridcast-error.ts';
export * from './json.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './progress.ts';
export * from './series.ts';
export * from './time.ts';
