/** The style of the page that shows the API. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1d2327, #e4e8ea); --dim: light-dark(#5d686f, #93a0a8);
  --paper: light-dark(#fbfbf9, #14181b); --line: light-dark(#e3e4df, #2a3136); --mark: light-dark(#0b6bcb, #6cb4ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.25rem 6rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { margin: 3rem 0 .5rem; font-size: 1.15rem; text-transform: capitalize; }
p { max-width: 46rem; } a { color: var(--mark); } code { font: .88em ui-monospace, monospace; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
details { border-top: 1px solid var(--line); } details:last-of-type { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .7rem 0; } summary code { font-weight: 600; } summary span { color: var(--dim); margin-left: .6rem; }
details > div { padding: 0 0 1.2rem 1rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; font-weight: 500; color: var(--dim); } th, td { padding: .35rem .9rem .35rem 0; vertical-align: top; border-top: 1px solid var(--line); }
h3 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
`;
