/** `npm run tour`: runs the blocks of docs/tour.md in an empty folder, in order, and checks that they print what the page says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const root = path.dirname(import.meta.dirname);
const program = path.join(root, 'packages/gridcast/bin/gridcast.js');

/** Commands with the lines that they must print, each somewhere in the output. */
interface Stop {
  readonly title: string;
  readonly commands: string;
  readonly expected: readonly string[];
}

/** The stops of a page: under each heading a block of sh and a block of text. */
function stopsOf(page: string): Stop[] {
  return page
    .split(/^## /mu)
    .slice(1)
    .map((section) => {
      const block = (language: string): string =>
        new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'mu').exec(section)?.[1] ?? '';
      const expected = block('text').split('\n').filter(Boolean);
      return { title: section.split('\n')[0] ?? '', commands: block('sh'), expected };
    });
}

/** The expected lines that an output lacks; `…` stands for anything within a line. */
function missingFrom(output: string, expected: readonly string[]): string[] {
  return expected.filter((line) => {
    const parts = line
      .trim()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
    return !new RegExp(parts.join('.*'), 'u').test(output);
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'gridcast-tour-'));
let failed = 0;
try {
  for (const { title, commands, expected } of stopsOf(
    readFileSync(path.join(root, 'docs/tour.md'), 'utf8'),
  )) {
    const script = path.join(folder, '.stop.sh');
    const gridcast = `gridcast() { '${process.execPath}' '${program}' "$@"; }`;
    writeFileSync(script, `set -e -o pipefail\n${gridcast}\n${commands}`);
    const { status, stdout, stderr } = spawnSync('bash', [script], { cwd: folder, encoding: 'utf8' });
    const missing = missingFrom(stdout, expected);
    console.log(`\n## ${title}\n\n${stdout.trimEnd()}`);
    if (status === 0 && missing.length === 0) continue;
    failed += 1;
    console.log(
      `FAILED: exit code ${status}\n${stderr}${missing.map((line) => `not printed: ${line}\n`).join('')}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? '\nThe tour went as the page says.' : `\n${failed} stops failed.`);
process.exitCode = failed === 0 ? 0 : 1;
