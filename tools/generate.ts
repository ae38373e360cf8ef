/**
 * Regenerates what is written down from the code: `node tools/generate.ts` writes, `--check` only compares and fails on a
 * difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { drawArchitecture } from './architecture-graph.ts';
import { writeErrorReference } from './error-reference.ts';
import { writeApiTypes } from './openapi-types.ts';

/** One generated file or part of a file. */
interface Generated {
  readonly path: string;
  /** The whole new text, given the present one. */
  readonly text: (present: string) => string;
}

const generated: readonly Generated[] = [
  { path: 'docs/reference/errors.md', text: writeErrorReference },
  { path: 'packages/dashboard/src/api/schema.ts', text: () => writeApiTypes() },
  { path: 'ARCHITECTURE.md', text: (present) => betweenMarkers(present, 'graph', drawArchitecture()) },
];

function betweenMarkers(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`the markers ${start} and ${end} are missing`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const root = path.dirname(import.meta.dirname);
const checkOnly = process.argv.includes('--check');
for (const { path: file, text } of generated) {
  const target = path.join(root, file);
  const present = existsSync(target) ? readFileSync(target, 'utf8') : '';
  const wanted = await format(text(present), { ...(await resolveConfig(target)), filepath: target });
  if (wanted === present) continue;
  if (checkOnly) {
    console.error(`${file} is not what the code says: run node tools/generate.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, wanted);
    console.error(`wrote ${file}`);
  }
}
