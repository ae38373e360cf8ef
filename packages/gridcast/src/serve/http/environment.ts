/** What every route is handed. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from '../../core/index.ts';
import type { Explainer, VectorLog } from '../../pipeline/index.ts';
import type { Reads } from '../reads/reads.ts';
import type { Measurements } from './measurements.ts';

/** The surroundings of the app. */
export interface AppContext {
  readonly reads: Reads;
  readonly explainer: Explainer;
  /** The wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly logger: Logger;
  readonly version: string;
  readonly measurements: Measurements;
  /** Takes note of served vectors; absent: none are logged. */
  readonly vectorLog?: VectorLog | undefined;
}

export type App = OpenAPIHono;

/** Adds one group of routes to the app. */
export type RouteGroup = (app: App, context: AppContext) => void;
