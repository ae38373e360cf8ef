/**
 * `npm run stores`: builds the object-storage servers that the tests talk to, with Go and at pinned versions, into the user's
 * cache folder. Does nothing when they are there already.
 */
import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import {
  fakeGcsServer,
  findProgram,
  folderOfProgram,
  versityGateway,
} from '../packages/gridcast/src/store/testing/bucket-servers.ts';
import { runStep } from './step.ts';

const attempts = 3;

for (const program of [fakeGcsServer, versityGateway]) {
  if (findProgram(program) !== undefined) {
    console.error(`${program.name} ${program.version}: nothing to do`);
    continue;
  }
  const folder = folderOfProgram(program);
  const unfinished = `${folder}.part`;
  mkdirSync(unfinished, { recursive: true });
  const step = {
    name: `building ${program.name} ${program.version} with Go (Debian: golang-go, 1.25 or newer)`,
    command: ['env', `GOBIN=${unfinished}`, 'go', 'install', `${program.path}@${program.version}`],
  } as const;
  for (let attempt = 1; ; attempt += 1) {
    const { passed, output } = await runStep(step, { cwd: path.parse(folder).root });
    if (passed) break;
    if (attempt === attempts) throw new Error(`${step.name} failed:\n${output.trimEnd()}`);
  }
  renameSync(unfinished, folder);
  console.error(`${program.name} ${program.version}: built`);
}
