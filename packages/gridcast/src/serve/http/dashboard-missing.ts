/** What a browser sees where the dashboard was not built. */
export const dashboardMissing = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gridcast: the dashboard is not built</title><link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>The dashboard is not built</h1>
<p>The API works: <a href="/docs">see what it answers</a>.</p>
<p>To build the dashboard run <code>npm run setup</code> in the repository, then start <code>gridcast serve</code> again.</p>
</main></body></html>
`;
