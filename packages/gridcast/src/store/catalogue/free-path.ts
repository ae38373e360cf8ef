/** Names for backups of the catalogue. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A path that is not taken: `<name>.sqlite`, `<name>-2.sqlite`, … */
export function freePath(folder: string, name: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${name}.sqlite` : `${name}-${n}.sqlite`);
    if (!existsSync(path)) return path;
  }
}
