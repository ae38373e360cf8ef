export { createApp, type CreateAppOptions } from './app.ts';
export { describeApi } from './describe-api.ts';
export type { OpenApiDocument, SchemaObject } from './docs/render-docs.ts';
export { openReads, type OpenReadsOptions, type Reads } from './reads/reads.ts';
export { readStaticFiles, type StaticFiles } from './http/static-files.ts';
export { startServer, type RunningServer, type StartServerOptions } from './start-server.ts';
