/** Reports as a table for people. */
import { formatTable } from '../table.ts';
import type { DocsExpectation } from '../../validate/index.ts';
import { observedText, placeText, statusWord } from '../../validate/index.ts';

const FOUND_CHARACTERS = 60;

/** A line an expectation, and below the first failing place of each that does not hold. */
export function reportTable(expectations: readonly DocsExpectation[]): string[] {
  const rows = expectations.map((it) => [statusWord(it), it.name, it.severity, short(observedText(it))]);
  const failing = expectations.filter((it) => !it.success);
  return [
    ...formatTable(['status', 'expectation', 'severity', 'observed'], rows),
    ...(failing.length === 0 ? [] : ['', 'First places:']),
    ...failing.flatMap((it) =>
      it.examples.slice(0, 1).map((failure) => {
        const place = placeText(failure);
        return `  ${it.name}: ${place === '' ? '' : `${place}: `}${failure.found}`;
      }),
    ),
  ];
}

function short(text: string): string {
  return text.length <= FOUND_CHARACTERS ? text : `${text.slice(0, FOUND_CHARACTERS - 1)}…`;
}
