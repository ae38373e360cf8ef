/** The OpenAPI document of the API, for tools that write things from it. */
import { silentLogger } from '../core/index.ts';
import type { Explainer } from '../pipeline/index.ts';
import { createApp } from './app.ts';
import type { OpenApiDocument } from './docs/render-docs.ts';
import type { Reads } from './reads/reads.ts';
import { documentHead } from './routes/docs.ts';

/** The document as `/openapi.json` gives it, made without a store: no route is asked. */
export function describeApi(version: string): OpenApiDocument {
  const [reads, explainer] = [{} as Reads, {} as Explainer];
  const app = createApp({ reads, explainer, nowMs: () => 0, logger: silentLogger, version });
  return app.getOpenAPI31Document(documentHead(version)) as unknown as OpenApiDocument;
}
