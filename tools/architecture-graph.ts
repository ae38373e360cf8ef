/** Draws the layer table as the Markdown that ARCHITECTURE.md carries between its markers. */
import { globalPlaces, layers, outsidePackages, systemFolder } from './layers.ts';

/** A Mermaid graph of the layers, and where each outside package and guarded global may be used. */
export function drawArchitecture(): string {
  return [
    '```mermaid',
    'flowchart BT',
    ...layers.map((folders, rank) => `  L${rank}["${folders.join(' · ')}"]`),
    ...layers.slice(1).map((_folders, below) => `  L${below + 1} --> L${below}`),
    `  L${rankOf('model')} --> LGB["packages/lightgbm"]`,
    `  WEB["packages/dashboard"] -. HTTP .-> L${rankOf('serve')}`,
    '```',
    '',
    'An arrow points at what may be imported; a layer may import every layer below it, never its own rank.',
    '',
    '| from outside | used in |',
    '|---|---|',
    ...[...outsidePackages, ...globalPlaces].map(
      (place) => `| \`${place.name}\` | ${place.allowed.map(shortPath).join(', ') || 'nowhere'} |`,
    ),
  ].join('\n');
}

function rankOf(folder: string): number {
  return layers.findIndex((folders) => folders.includes(folder));
}

function shortPath(prefix: string): string {
  const inside = prefix === systemFolder ? 'gridcast' : prefix.replace(systemFolder, '');
  return `\`${inside.replace(/\/$/u, '')}\``;
}
