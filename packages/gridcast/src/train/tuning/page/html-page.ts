/** The frame and the looks of pages on sweeps and selections. */
import { htmlDocument } from '../../../core/index.ts';

/** A whole page; `content` is markup already. */
export function htmlPage(title: string, content: string): string {
  return htmlDocument({ title, style: STYLE, body: `<main>\n${content}\n</main>` });
}

/** Something that may be wider than the page. */
export function wide(content: string): string {
  return `<div class="wide" tabindex="0">${content}</div>`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d9dee5; --page: #fff; --blue: #0b57d0; --green: #1a7f4b;
  --red: #b3261e; --grey: #b9c2cd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #333c48; --page: #12161c; --blue: #8ab4f8;
  --green: #5cc98d; --red: #ff8a80; --grey: #4a5563; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; margin: 1rem 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; } p { margin: .25rem 0 .75rem; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
.learn { fill: var(--grey); } .score, .share { fill: var(--blue); } .decide { fill: var(--green); }
.tick { stroke: var(--line); } .axis { stroke: var(--soft); }
circle.done { fill: var(--blue); } circle.pruned { fill: var(--page); stroke: var(--soft); } circle.failed { fill: var(--red); }
circle.refused { fill: var(--page); stroke: var(--red); stroke-width: 2; } rect.gone { fill: var(--grey); } .spread { stroke: var(--ink); }
circle.in-force { fill: none; stroke: var(--green); stroke-width: 2; } svg text.failed { fill: var(--red); }
polyline { fill: none; stroke: var(--blue); } polyline.best { stroke: var(--soft); stroke-width: 1.5; }
polyline.winner { stroke: var(--ink); stroke-width: 2.5; }
table { border-collapse: collapse; font-size: .85rem; } th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; white-space: nowrap; } th { color: var(--soft); font-weight: 500; }
`;
