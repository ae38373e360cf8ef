/** Reading of a source's options. */
import type { z } from 'zod';
import { GridcastError } from '../core/index.ts';

/**
 * Reads options by a schema.
 *
 * @throws COLLECT_OPTIONS_INVALID naming each option that cannot be used
 */
export function readOptions<Schema extends z.ZodType>(
  source: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'options'}: ${issue.message}`,
  );
  throw new GridcastError('COLLECT_OPTIONS_INVALID', { source, problems });
}

/** Is a text an http(s) address that says nothing but where a service is? */
export function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && `${username}${password}${search}${hash}` === '';
}
