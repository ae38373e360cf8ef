/** The look of the data docs; light or dark as the reader's system is. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d9dee5; --page: #fff; --panel: #f5f7f9;
  --passed: #1a7f4b; --warning: #9a5b00; --stopped: #b3261e; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #333c48; --page: #12161c;
  --panel: #1a2029; --passed: #5cc98d; --warning: #f0b45a; --stopped: #ff8a80; --focus: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h2 small { color: var(--soft); font-weight: 400; font-size: .9rem; }
p { margin: .25rem 0 .75rem; }
.soft { color: var(--soft); }
a { color: var(--focus); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
dl.totals { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; padding: 0; }
dl.totals div { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; min-width: 7rem; }
dl.totals dt { color: var(--soft); font-size: .85rem; }
dl.totals dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; font-size: .85rem; }
tbody th { font-weight: 600; max-width: 26rem; overflow-wrap: anywhere; }
tbody th p { font-weight: 400; color: var(--soft); margin: 0; }
tbody th code { font-weight: 400; }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
td.observed { max-width: 20rem; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.status { font-weight: 600; white-space: nowrap; }
.passed { color: var(--passed); } .warning { color: var(--warning); } .stopped { color: var(--stopped); }
ol.history { display: flex; gap: 2px; list-style: none; margin: 0; padding: .3rem 0; }
ol.history li { width: .7rem; height: 1rem; border-radius: 2px; border: 1px solid var(--line); }
ol.history li.passed { background: var(--passed); border-color: var(--passed); }
ol.history li.failed { background: repeating-linear-gradient(45deg, var(--stopped) 0 2px, transparent 2px 4px); border-color: var(--stopped); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
details { margin: .35rem 0 0; } summary { cursor: pointer; color: var(--focus); }
details table { margin: .35rem 0 .5rem; font-size: .9rem; } details th, details td { padding: .2rem 1rem .2rem 0; }
.filter { display: inline-flex; gap: .4rem; align-items: center; margin: .5rem 0; }
body:has(#only-failing:checked) tr[data-status=passed] { display: none; }
footer { color: var(--soft); font-size: .85rem; padding-top: 2rem; padding-bottom: 2rem; }
@media print { .filter, nav { display: none; } details > * { display: block; } }
`;
