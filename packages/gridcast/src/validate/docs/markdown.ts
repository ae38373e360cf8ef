/** Data docs as Markdown. */
import type { DocsData, DocsExpectation, DocsSuite } from './docs-data.ts';
import { observedText, placeText, shortName, statusWord, totalsOf, verdict } from './wording.ts';

const MARKS = { passed: '✓', failed: '✗', absent: '·' } as const;

/** The docs as one Markdown text. */
export function renderMarkdown(data: DocsData): string {
  const shown = data.runs.at(-1);
  return [
    `# Data quality: ${plain(data.title)}`,
    '',
    `Run ${shown?.id.slice(0, 12)} as of ${shown?.asOf}. ${verdict(totalsOf(data))}`,
    '',
    ...data.suites.flatMap(suiteLines),
    ...(data.credit === '' ? [] : [plain(data.credit), '']),
  ].join('\n');
}

function suiteLines(suite: DocsSuite): string[] {
  return [
    `## ${plain(suite.name)} (on ${suite.relation})`,
    '',
    '| status | expectation | severity | observed | history, oldest first |',
    '| --- | --- | --- | --- | --- |',
    ...suite.expectations.map(rowLine),
    '',
    ...suite.expectations.filter((it) => !it.success).flatMap(failureLines),
  ];
}

function rowLine(expectation: DocsExpectation): string {
  const history = expectation.history.map((it) => MARKS[it]).join('');
  const cells = [
    statusWord(expectation),
    `**${plain(shortName(expectation))}** ${plain(expectation.states)}`,
    expectation.severity,
    plain(observedText(expectation)),
    history,
  ];
  return `| ${cells.join(' | ')} |`;
}

function failureLines(expectation: DocsExpectation): string[] {
  const lines = expectation.examples.map((it) => {
    const place = placeText(it);
    return `- ${place === '' ? '' : `${plain(place)}: `}${plain(it.found)}`;
  });
  return [`### ${plain(shortName(expectation))}`, '', ...lines, ''];
}

/** Text from data, so that it is only text. */
function plain(text: string): string {
  return text.replaceAll(/[\r\n]+/gu, ' ').replaceAll(/[\\`*_[\]<>|#]/gu, (mark) => `\\${mark}`);
}
