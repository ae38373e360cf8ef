/** Names of keys and key values as people read them. */
import type { Label } from '../api/schema.ts';

/** `consumer_type` as `Consumer type`. */
export function humanise(name: string): string {
  const words = name.replaceAll(/[_.-]+/gu, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** A key value with its name: `Holiday homes (130)`; the bare text where the source names none. */
export function nameValue(text: string, label: Pick<Label, 'labelEn'> | null | undefined): string {
  if (label === null || label === undefined || label.labelEn === '') return text === '' ? '(empty)' : text;
  return `${label.labelEn} (${text})`;
}
