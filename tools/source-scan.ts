/** Reads one source file's imports and its uses of guarded globals from its syntax tree. */
import {
  parseSync,
  Visitor,
  type BindingPattern,
  type MemberExpression,
  type ParamPattern,
} from 'oxc-parser';

/** What one source file reaches for. */
export interface SourceScan {
  /** Module specifiers of static imports, re-exports and dynamic imports of a literal, in order. */
  readonly imports: readonly string[];
  /** Globals used: `console`, `fetch`, `new Date()`, and members such as `process.env` or `Date.now`. */
  readonly globals: ReadonlySet<string>;
}

const guardedObjects = new Set(['process', 'Date', 'Math', 'performance']);
const guardedNames = new Set(['console', 'fetch']);

/**
 * Scans TypeScript.
 *
 * @param path decides between `ts` and `tsx`.
 * @throws Error where the text is not valid TypeScript.
 */
export function scanSource(path: string, text: string): SourceScan {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const globals = new Set<string>();
  const bound = new Set<string>();
  const use = (name: string | undefined): void => {
    if (name !== undefined) globals.add(name);
  };
  const bindParameters = (node: { readonly params: readonly ParamPattern[] }): void => {
    for (const name of node.params.flatMap(boundNames)) bound.add(name);
  };
  new Visitor({
    MemberExpression: (node) => use(memberName(node)),
    CallExpression: (node) => [node.callee, ...node.arguments].forEach((part) => use(guardedName(part))),
    AssignmentPattern: (node) => use(guardedName(node.right)),
    Property: (node) => use(node.shorthand ? undefined : guardedName(node.value)),
    NewExpression: (node) => {
      if (guardedObject(node.callee) === 'Date' && node.arguments.length === 0) use('new Date()');
    },
    VariableDeclarator: (node) => {
      for (const name of boundNames(node.id)) bound.add(name);
      const object = node.init === null ? undefined : guardedObject(node.init);
      if (object !== undefined) for (const name of propertyNames(node.id)) use(`${object}.${name}`);
      use(node.init === null ? undefined : guardedName(node.init));
    },
    FunctionDeclaration: bindParameters,
    FunctionExpression: bindParameters,
    ArrowFunctionExpression: bindParameters,
  }).visit(program);
  for (const name of bound) globals.delete(name);
  return {
    imports: [
      ...module.staticImports.map((statement) => statement.moduleRequest.value),
      ...module.staticExports.flatMap(({ entries }) => entries.flatMap((e) => e.moduleRequest?.value ?? [])),
      ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) =>
        literal(text.slice(start, end)),
      ),
    ],
    globals,
  };
}

type Node = { readonly type: string };

function memberName(node: MemberExpression): string | undefined {
  const name = propertyName(node);
  const object = identifier(node.object);
  if (name === undefined || object === undefined) return undefined;
  if (object === 'globalThis') return name;
  if (guardedNames.has(object)) return object;
  return guardedObjects.has(object) ? `${object}.${name}` : undefined;
}

function propertyName({ property, computed }: MemberExpression): string | undefined {
  if (property.type === 'Literal') return String(property.value);
  return property.type === 'Identifier' && !computed ? property.name : undefined;
}

function guardedObject(node: Node): string | undefined {
  const name = identifier(node);
  return name !== undefined && guardedObjects.has(name) ? name : undefined;
}

function guardedName(node: Node): string | undefined {
  const name = identifier(node);
  return name !== undefined && guardedNames.has(name) ? name : undefined;
}

function identifier(node: Node): string | undefined {
  return node.type === 'Identifier' && 'name' in node ? String(node.name) : undefined;
}

function boundNames(pattern: BindingPattern | ParamPattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) =>
        boundNames(part.type === 'RestElement' ? part : part.value),
      );
    case 'TSParameterProperty':
      break;
  }
  return [];
}

function propertyNames(pattern: BindingPattern): string[] {
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap((part) =>
    part.type === 'Property' && part.key.type === 'Identifier' ? [part.key.name] : [],
  );
}

function literal(text: string): string[] {
  const quoted = /^['"`]([^'"`$]*)['"`]$/u.exec(text.trim());
  return quoted?.[1] === undefined ? [] : [quoted[1]];
}
