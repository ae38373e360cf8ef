/** The fields of one CSV record. */

/** The first record of a text: quoted fields may hold the separator, line ends and doubled quotes. */
export function parseCsvRecord(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at, delimiter);
    fields.push(field.text);
    if (text[field.end] !== delimiter) return fields;
    at = field.end + 1;
  }
}

interface Field {
  readonly text: string;
  readonly end: number;
}

function plainField(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { text: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let content = '';
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') content += text[at++];
    else if (text[at + 1] === '"') {
      content += '"';
      at += 2;
    } else break;
  }
  return { text: content, end: Math.min(at + 1, text.length) };
}
