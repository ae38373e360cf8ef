/** The transformers by name: a new one is one file and one line here. */
import { GridcastError } from '../../core/index.ts';
import { log } from './log.ts';
import { ordinal } from './ordinal.ts';
import { ratio } from './ratio.ts';
import { robust } from './robust.ts';
import { standard } from './standard.ts';
import { targetMean } from './target-mean.ts';
import type { Transformer } from './transformer.ts';

/** Every transformer, in the order of the guide. A state is only ever given back to the one that made it. */
export const transformers = [
  ordinal,
  targetMean,
  standard,
  robust,
  log,
  ratio,
] as unknown as readonly Transformer[];

/** A transformer by name. @throws FEATURES_TRANSFORM_UNKNOWN */
export function getTransformer(name: string): Transformer {
  const found = transformers.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new GridcastError('FEATURES_TRANSFORM_UNKNOWN', { name, known: transformers.map((one) => one.name) });
}
