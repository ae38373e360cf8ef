/** Data docs as one HTML file. */
import { escapeMarkup, htmlDocument } from '../../core/index.ts';
import type { DocsData, DocsExpectation, DocsRun, DocsSuite } from './docs-data.ts';
import { docsStyle } from './docs-style.ts';
import { observedText, placeText, shortName, statusWord, totalsOf, verdict } from './wording.ts';

const SIGNS = { passed: '✓', warning: '!', stopped: '✕' } as const;

/** The docs as one HTML text. */
export function renderHtml(data: DocsData): string {
  const shown = data.runs.at(-1);
  const totals = totalsOf(data);
  const failing = totals.checked - totals.passed;
  const body = `<header>
<h1>Data quality: ${escapeMarkup(data.title)}</h1>
<p class="soft">As of <time datetime="${escapeMarkup(shown?.asOf ?? '')}">${escapeMarkup(shown?.asOf ?? '')}</time>, run <code>${escapeMarkup(shown?.id.slice(0, 12) ?? '')}</code></p>
<p>${escapeMarkup(verdict(totals))}</p>
<dl class="totals">
${total('checked', totals.checked)}${total('passed', totals.passed)}${total('warnings', totals.warnings)}${total('stops', totals.stops)}</dl>
${navigation(data.suites)}
${failing === 0 ? '' : '<label class="filter"><input type="checkbox" id="only-failing"> only what does not hold</label>'}
</header>
<main>
${data.suites.map((suite, place) => suiteSection(suite, place, data.runs)).join('\n')}
</main>
<footer><p>A stop keeps the run from going on; a warning is shown. Times are UTC.${data.credit === '' ? '' : ` ${escapeMarkup(data.credit)}`}</p></footer>`;
  return htmlDocument({ title: `Data quality: ${data.title}`, style: docsStyle, body });
}

function total(name: string, value: number): string {
  return `<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
}

function navigation(suites: readonly DocsSuite[]): string {
  if (suites.length < 2) return '';
  const items = suites.map(
    (suite, place) => `<li><a href="#suite-${place}">${escapeMarkup(suite.name)}</a></li>`,
  );
  return `<nav aria-label="Suites"><ul>${items.join('')}</ul></nav>`;
}

function suiteSection(suite: DocsSuite, place: number, runs: readonly DocsRun[]): string {
  return `<section aria-labelledby="suite-${place}">
<h2 id="suite-${place}">${escapeMarkup(suite.name)} <small>on ${escapeMarkup(suite.relation)}</small></h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="suite-${place}"><table>
<thead><tr><th scope="col">Status</th><th scope="col">Expectation</th><th scope="col">Severity</th><th scope="col">Observed</th><th scope="col">Last ${runs.length} runs</th></tr></thead>
<tbody>
${suite.expectations.map((expectation) => row(expectation, runs)).join('\n')}
</tbody></table></div>
</section>`;
}

function row(expectation: DocsExpectation, runs: readonly DocsRun[]): string {
  const status = statusWord(expectation);
  return `<tr data-status="${status}">
<td class="status ${status}"><span aria-hidden="true">${SIGNS[status]}</span> ${status}</td>
<th scope="row">${escapeMarkup(shortName(expectation))}<p>${escapeMarkup(expectation.states)}</p>${kwargsText(expectation)}</th>
<td>${expectation.severity}</td>
<td class="observed">${escapeMarkup(observedText(expectation))}${failingRows(expectation)}</td>
<td>${history(expectation, runs)}</td>
</tr>`;
}

function kwargsText({ kwargs }: DocsExpectation): string {
  return kwargs === undefined ? '' : `<code>${escapeMarkup(JSON.stringify(kwargs))}</code>`;
}

function failingRows({ failures, examples }: DocsExpectation): string {
  if (examples.length === 0) return '';
  const rows = examples.map(
    (failure) =>
      `<tr><td>${escapeMarkup(placeText(failure))}</td><td>${escapeMarkup(failure.found)}</td></tr>`,
  );
  const label = failures > examples.length ? `the first ${examples.length} places` : 'the places';
  return `<details><summary>${label}</summary><table><thead><tr><th scope="col">Where</th><th scope="col">What stands there</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></details>`;
}

function history(expectation: DocsExpectation, runs: readonly DocsRun[]): string {
  const items = expectation.history.map((outcome, i) => {
    const text = `${runs[i]?.asOf}: ${outcome}`;
    return `<li class="${outcome}" title="${escapeMarkup(text)}"><span class="hidden">${escapeMarkup(text)}</span></li>`;
  });
  return `<ol class="history">${items.join('')}</ol>`;
}
