/** Checks source files against the layer table. Pure: files come in, violations go out. */
import path from 'node:path';
import {
  globalPlaces,
  layers,
  maxFileLines,
  outsidePackages,
  reachingModules,
  systemFolder,
  testPackages,
  type Place,
} from './layers.ts';
import { scanSource } from './source-scan.ts';

/** A source file by its path from the repository's root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One breach of the table. */
export interface Violation {
  readonly path: string;
  readonly rule: 'layer' | 'index' | 'package-border' | 'outside' | 'global' | 'length';
  /** What is wrong and where it would be right. */
  readonly message: string;
}

/** The violations of these files, in their order. */
export function findViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const { imports, globals } = scanSource(file.path, file.text);
    return [
      ...imports.flatMap((specifier) => checkImport(file.path, specifier)),
      ...(isTest(file.path) ? [] : [...globals].flatMap((name) => checkGlobal(file.path, name))),
      ...(isTest(file.path) ? [] : checkLength(file)),
    ];
  });
}

/** The layer (folder of the system) that a path lies in, if any. */
export function layerOf(file: string): string | undefined {
  if (!file.startsWith(systemFolder)) return undefined;
  const [folder, ...rest] = file.slice(systemFolder.length).split('/');
  return rest.length === 0 ? undefined : folder;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/u.test(file) || file.includes('/testing/');
}

function checkImport(from: string, specifier: string): Violation[] {
  return specifier.startsWith('.') ? checkInside(from, specifier) : checkOutside(from, specifier);
}

function checkInside(from: string, specifier: string): Violation[] {
  const to = path.posix.join(path.posix.dirname(from), specifier);
  if (packageOf(from) !== packageOf(to)) {
    return [{ path: from, rule: 'package-border', message: `imports ${to}, a file of another package` }];
  }
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  if (toLayer === undefined || fromLayer === toLayer) return [];
  const found: Violation[] = [];
  if (to !== `${systemFolder}${toLayer}/index.ts`) {
    found.push({ path: from, rule: 'index', message: `imports ${to} past ${toLayer}/index.ts` });
  }
  // src/index.ts stands above all layers
  if (fromLayer !== undefined && rankOf(toLayer) >= rankOf(fromLayer)) {
    found.push({
      path: from,
      rule: 'layer',
      message: `${fromLayer} imports ${toLayer}, which is not below it`,
    });
  }
  return found;
}

function rankOf(layer: string): number {
  const rank = layers.findIndex((folders) => folders.includes(layer));
  if (rank === -1) throw new Error(`${systemFolder}${layer} has no rank: add it to tools/layers.ts`);
  return rank;
}

function packageOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function checkOutside(from: string, specifier: string): Violation[] {
  const name = specifier.startsWith('node:') ? specifier : packageName(specifier);
  if (isTest(from) && (testPackages.includes(name) || name.startsWith('node:'))) return [];
  const place = [...outsidePackages, ...reachingModules].find((entry) => entry.name === name);
  if (place === undefined && name.startsWith('node:')) return [];
  if (place !== undefined && isAllowed(place, from)) return [];
  const message = `imports ${specifier}, which ${placeText(place)}`;
  return [{ path: from, rule: 'outside', message }];
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function checkGlobal(file: string, name: string): Violation[] {
  const place = globalPlaces.find((entry) => entry.name === name);
  if (place === undefined || isAllowed(place, file)) return [];
  return [{ path: file, rule: 'global', message: `uses ${name}, which ${placeText(place)}` }];
}

function isAllowed(place: Place, file: string): boolean {
  return place.allowed.some((prefix) => file.startsWith(prefix));
}

function placeText(place: Place | undefined): string {
  if (place === undefined) return 'tools/layers.ts does not know';
  return place.allowed.length === 0 ? 'is allowed nowhere' : `belongs to ${place.allowed.join(', ')}`;
}

function checkLength(file: SourceFile): Violation[] {
  const lines = file.text.split('\n').length - 1;
  if (lines <= maxFileLines || /^\/[/*]+ *@?generated/iu.test(file.text)) return [];
  return [{ path: file.path, rule: 'length', message: `has ${lines} lines, more than ${maxFileLines}` }];
}
