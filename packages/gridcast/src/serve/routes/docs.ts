/** The OpenAPI document, and a page to read it. */
import type { RouteGroup } from '../http/environment.ts';
import { docsStyle } from '../docs/docs-style.ts';
import { renderDocs, type OpenApiDocument } from '../docs/render-docs.ts';

/** The head of the OpenAPI document. */
export function documentHead(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gridcast',
      version,
      description:
        'Hourly forecasts, 24 hours ahead, for every series of a panel. Instants are UTC, hours are named by their start, values are in the source’s unit; null means unknown. Answers carry a weak ETag and may be asked for again with If-None-Match.',
    },
  };
}

export const docsRoutes: RouteGroup = (app, { version }) => {
  const document = documentHead(version);
  app.doc31('/openapi.json', document);
  app.get('/docs', (c) =>
    c.html(renderDocs(app.getOpenAPI31Document(document) as unknown as OpenApiDocument), 200, {
      'Cache-Control': 'no-cache',
    }),
  );
  app.get('/docs.css', (c) =>
    c.body(docsStyle, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
};
