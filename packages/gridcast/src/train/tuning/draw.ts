/** Random numbers that depend on nothing but what they are drawn for. */
import { sha256Hex } from '../../core/index.ts';

/** A stream of numbers in [0, 1), the same for the same words on every machine. */
export function drawsFor(...words: readonly (string | number)[]): () => number {
  const hash = sha256Hex(JSON.stringify(words));
  let state = Number.parseInt(hash.slice(0, 8), 16) | 0;
  let other = Number.parseInt(hash.slice(8, 16), 16) | 0;
  // two mixed counters: their streams differ from the first number on
  return () => {
    state = (state + 0x9e3779b9) | 0;
    other = (other + 0x7f4a7c15) | 0;
    return (mix(state) ^ mix(other ^ 0x5bd1e995)) / 4_294_967_296 + 0.5;
  };
}

function mix(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** A number of the normal distribution, from two draws. */
export function normalOf(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
