/** Writes the dashboard's types of the API from the OpenAPI document. */
import {
  describeApi,
  type OpenApiDocument,
  type SchemaObject,
} from '../packages/gridcast/src/serve/index.ts';

/** The text of `packages/dashboard/src/api/schema.ts`, unformatted. */
export function writeApiTypes(document: OpenApiDocument = describeApi('')): string {
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const routes = Object.entries(document.paths).flatMap(([path, { get }]) => {
    const content = get?.responses['200']?.content ?? {};
    const answer = content['application/json']?.schema;
    if (get === undefined || answer === undefined || !path.startsWith('/api/v2/')) return [];
    const query = (get.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const fields = query.map(
      ({ name, required, schema }) =>
        `readonly ${quote(name)}${required === true ? '' : '?'}: ${typeOf(schema ?? {})} | undefined;`,
    );
    return [
      `readonly ${quote(path)}: { readonly query: { ${fields.join(' ')} }; readonly answer: ${typeOf(answer)} };`,
    ];
  });
  return [
    '/** @generated The API as types, written by tools/openapi-types.ts from the OpenAPI document. */',
    ...schemas,
    '/** Query and answer of each route that answers JSON. */',
    `export interface Routes { ${routes.join('\n')} }`,
    '',
  ].join('\n\n');
}

function typeOf(schema: SchemaObject): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(' & ');
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const types = [schema.type ?? 'unknown'].flat();
  return types.map((type) => plainType(schema, type)).join(' | ');
}

function plainType(schema: SchemaObject, type: string): string {
  if (type === 'array') return `readonly (${typeOf(schema.items ?? {})})[]`;
  if (type === 'integer') return 'number';
  if (type !== 'object') return type;
  if (schema.properties === undefined) {
    const values =
      typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'unknown';
    return `{ readonly [key: string]: ${values} }`;
  }
  const fields = Object.entries(schema.properties).map(
    ([name, property]) =>
      `${property.description === undefined ? '' : `/** ${property.description.replaceAll('*/', '')} */\n`}readonly ${quote(name)}${schema.required?.includes(name) === true ? '' : '?'}: ${typeOf(property)};`,
  );
  return `{ ${fields.join('\n')} }`;
}

function quote(name: string): string {
  return /^[A-Za-z_]\w*$/u.test(name) ? name : JSON.stringify(name);
}
