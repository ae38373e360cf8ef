export { describeApi } from './describe-api.ts';
export type { OpenApiDocument, SchemaObject } from './docs/render-docs.ts';
export { startServer, type RunningServer, type StartServerOptions } from './start-server.ts';
