/** A plain page of HTML from an OpenAPI document: no script, no outside address. */
import { escapeMarkup } from '../../core/index.ts';

/** The parts of a JSON schema that the API uses. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: SchemaObject;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly additionalProperties?: SchemaObject | boolean;
  readonly allOf?: readonly SchemaObject[];
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: SchemaObject;
  }[];
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Readonly<Record<string, { readonly schema?: SchemaObject }>>;
      }
    >
  >;
}

/** The parts of an OpenAPI 3.1 document that the page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, SchemaObject>> };
}

/** The whole page. */
export function renderDocs({ info, paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'other');
  const sections = [...byTag].map(
    ([tag, list]) =>
      `<h2 id="${escapeMarkup(tag)}">${escapeMarkup(tag)}</h2>${list.map((one) => renderOperation(one)).join('')}`,
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escapeMarkup(name)}"><summary><code>${escapeMarkup(name)}</code></summary><div>${renderProperties(schema)}</div></details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeMarkup(info.title)} API</title><link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>${escapeMarkup(info.title)} API</h1><p class="dim">Version ${escapeMarkup(info.version)} · <a href="/openapi.json">openapi.json</a> · <a href="/">dashboard</a></p>
<p>${escapeMarkup(info.description ?? '')}</p>${sections.join('')}<h2>shapes</h2>${schemas.join('')}</main></body></html>`;
}

function renderOperation({
  path,
  method,
  operation,
}: {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}): string {
  const { parameters = [], responses, summary = '', description } = operation;
  const rows = parameters.map(({ name, in: place, required, description: meaning, schema = {} }) => [
    `<code>${escapeMarkup(name)}</code>`,
    `${escapeMarkup(place)}${required === true ? ', required' : ''}`,
    `${renderType(schema)}${schema.default === undefined ? '' : `, default <code>${escapeMarkup(JSON.stringify(schema.default))}</code>`}`,
    prose(meaning ?? schema.description ?? ''),
  ]);
  const answers = Object.entries(responses).map(([status, response]) => [
    `<code>${escapeMarkup(status)}</code>`,
    Object.entries(response.content ?? {})
      .map(([type, { schema }]) => `${escapeMarkup(type)} ${schema === undefined ? '' : renderType(schema)}`)
      .join(', '),
    prose(response.description),
  ]);
  return `<details><summary><code>${method.toUpperCase()} ${escapeMarkup(path)}</code><span>${escapeMarkup(summary)}</span></summary><div>
${description === undefined ? '' : `<p>${prose(description)}</p>`}${rows.length === 0 ? '' : `<h3>Parameters</h3>${table(rows)}`}<h3>Answers</h3>${table(answers)}</div></details>`;
}

function renderProperties(schema: SchemaObject): string {
  const properties = [schema, ...(schema.allOf ?? [])].flatMap((part) =>
    Object.entries(part.properties ?? {}),
  );
  const inherited = (schema.allOf ?? []).filter((part) => part.$ref !== undefined).map(renderType);
  const rows = properties.map(([name, property]) => [
    `<code>${escapeMarkup(name)}</code>`,
    renderType(property),
    prose(property.description ?? ''),
  ]);
  return `${inherited.length === 0 ? '' : `<p>With the fields of ${inherited.join(', ')}.</p>`}${rows.length === 0 ? renderType(schema) : table(rows)}`;
}

function renderType(schema: SchemaObject): string {
  if (schema.$ref !== undefined) {
    const name = escapeMarkup(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts !== undefined) return parts.map(renderType).join(' or ');
  if (schema.enum !== undefined)
    return schema.enum.map((value) => `<code>${escapeMarkup(String(value))}</code>`).join(', ');
  if (schema.items !== undefined) return `list of ${renderType(schema.items)}`;
  if (typeof schema.additionalProperties === 'object')
    return `map of ${renderType(schema.additionalProperties)}`;
  if (schema.properties !== undefined)
    return escapeMarkup(`{ ${Object.keys(schema.properties).join(', ')} }`);
  return escapeMarkup([schema.type ?? 'any'].flat().join(' or '));
}

function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<div class="table"><table><tbody>${cells.join('')}</tbody></table></div>`;
}

function prose(text: string): string {
  return escapeMarkup(text).replaceAll(/`([^`]+)`/gu, '<code>$1</code>');
}
