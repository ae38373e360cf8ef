/** The one table of error codes: code -> sentence, exit code, HTTP status. */
import { collectErrors } from './collect.ts';
import { coreErrors } from './core.ts';
import { explainErrors } from './explain.ts';
import { featuresErrors } from './features.ts';
import { modelErrors } from './model.ts';
import { monitorErrors } from './monitor.ts';
import { pipelineErrors } from './pipeline.ts';
import { predictErrors } from './predict.ts';
import { serveErrors } from './serve.ts';
import { storeErrors } from './store.ts';
import { trainErrors } from './train.ts';
import { validateErrors } from './validate.ts';
import type { ErrorKind } from './kind.ts';

export const errorCatalogue = {
  ...coreErrors,
  ...storeErrors,
  ...collectErrors,
  ...validateErrors,
  ...featuresErrors,
  ...modelErrors,
  ...trainErrors,
  ...predictErrors,
  ...monitorErrors,
  ...pipelineErrors,
  ...explainErrors,
  ...serveErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** The facts that an error of this code carries. */
export type ErrorDetails<Code extends ErrorCode> =
  (typeof errorCatalogue)[Code] extends ErrorKind<infer Details> ? Details : never;
