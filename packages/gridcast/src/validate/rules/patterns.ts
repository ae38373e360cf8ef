/** SQL of text patterns. Regular expressions are RE2's: no look-around, no back-references; they match anywhere. */
import { z } from 'zod';
import { quoteIdentifier, quoteText } from '../../store/index.ts';
import type { RelationColumn } from '../relation.ts';
import { column, mostly } from './kwargs.ts';

const text = (cell: RelationColumn): string => `${quoteIdentifier(cell.name)}::VARCHAR`;

/** SQL booleans, one a regular expression: the cell's text matches it. */
export function matchesRegex(cell: RelationColumn, regexes: readonly string[]): readonly string[] {
  return regexes.map((regex) => `regexp_matches(${text(cell)}, ${quoteText(regex)})`);
}

/** SQL booleans, one a LIKE pattern: the cell's text matches it from end to end. */
export function matchesLike(cell: RelationColumn, patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => `${text(cell)} LIKE ${quoteText(pattern)}`);
}

export const oneRegex = z.strictObject({ ...column, ...mostly, regex: z.string() });
export const oneLike = z.strictObject({ ...column, ...mostly, like_pattern: z.string() });

const several = z.array(z.string()).min(1);
const matchOn = { match_on: z.enum(['any', 'all']).default('any') };
export const someRegexes = z.strictObject({ ...column, ...mostly, ...matchOn, regex_list: several });
export const noRegexes = z.strictObject({ ...column, ...mostly, regex_list: several });
export const someLikes = z.strictObject({ ...column, ...mostly, ...matchOn, like_pattern_list: several });
export const noLikes = z.strictObject({ ...column, ...mostly, like_pattern_list: several });

/** Any or all of the terms. */
export function joined(terms: readonly string[], matchOn: 'any' | 'all'): string {
  return `(${terms.join(matchOn === 'any' ? ' OR ' : ' AND ')})`;
}
