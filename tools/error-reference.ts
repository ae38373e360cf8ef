/** Writes the error table down as docs/reference/errors.md. */
import { errorCatalogue } from '../packages/gridcast/src/core/index.ts';

interface Entry {
  readonly exitCode: number;
  readonly httpStatus: number;
  readonly retryable: boolean;
  readonly sentence: (details: never) => string;
}

const exitMeanings = { 1: 'fault', 2: 'usage', 3: 'bad data' } as Readonly<Record<number, string>>;

/** The whole page: a heading and an example a code, in the order of the codes' names. */
export function writeErrorReference(): string {
  const sections = Object.entries<Entry>(errorCatalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([code, entry]) => {
      const { exitCode, httpStatus, retryable } = entry;
      const answers = `Exit code ${exitCode} (${exitMeanings[exitCode] ?? '?'}), HTTP ${httpStatus}`;
      const sentence = exampleSentence(entry).replaceAll('<', '\\<').replaceAll('\n', ' ');
      return [
        `## ${code}`,
        '',
        `${answers}${retryable ? ', may go through later' : ''}.`,
        '',
        `> ${sentence}`,
        '',
      ];
    });
  return [
    '# Errors',
    '',
    '<!-- generated from packages/gridcast/src/core/errors by tools/generate.ts -->',
    '',
    'Every error has a code. The CLI prints its sentence on stderr and ends with the exit code; the API answers problem',
    'details with the HTTP status. In the examples `‹name›` stands for a fact of the case.',
    '',
    ...sections,
  ].join('\n');
}

/** The sentence built from stand-ins: each fact prints as its own name in ‹ ›. */
export function exampleSentence(entry: Pick<Entry, 'sentence'>): string {
  const details = new Proxy({}, { get: (_target, key) => standIn(`‹${String(key)}›`) });
  return entry.sentence(details as never);
}

/** Prints as the text, whatever member of it is read or called; as a number it is 0 and it has two entries. */
function standIn(text: string): unknown {
  return new Proxy(() => text, {
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 0 : text);
      if (key === 'toString' || key === 'toJSON') return () => text;
      if (key === Symbol.iterator) return [text][Symbol.iterator].bind([text]);
      return key === 'length' ? 2 : standIn(text);
    },
    apply: () => standIn(text),
  });
}
