import { describe, expect, test } from 'vitest';
import type { DocsData } from './docs-data.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';

const data: DocsData = {
  title: 'meters <of> "town"',
  credit: '',
  runs: [
    { id: 'aaaaaaaaaaaaaaaa', asOf: '2023-01-20T23:00:00Z' },
    { id: 'bbbbbbbbbbbbbbbb', asOf: '2023-01-21T23:00:00Z' },
  ],
  suites: [
    {
      name: 'source',
      relation: 'observations',
      expectations: [
        {
          name: 'unique_hours',
          states: 'One value an hour.',
          severity: 'stop',
          success: true,
          failures: 0,
          examples: [],
          history: ['passed', 'passed'],
        },
      ],
    },
    {
      name: 'mine',
      relation: 'raw',
      expectations: [
        {
          name: 'mine: expect_column_values_to_be_in_set(area)',
          states: 'Every value is listed.',
          severity: 'warn',
          success: false,
          suite: 'mine',
          kwargs: { value_set: ['<b>'] },
          failures: 3,
          considered: 200,
          examples: [{ key: [], row: 7, found: 'area is <script>alert(1)</script> | *x*' }],
          history: ['absent', 'failed'],
        },
      ],
    },
  ],
};

describe('data docs', () => {
  test('as HTML hold every status, value, place and past run, and no markup from the data', () => {
    const html = renderHtml(data);
    expect(html).toContain('<title>Data quality: meters &lt;of&gt; &quot;town&quot;</title>');
    expect(html).toContain('1 of 2 expectations hold; 1 warns.');
    expect(html).toContain('3 failures of 200 (1.5 %)');
    expect(html).toContain('<td>row 7</td><td>area is &lt;script&gt;alert(1)&lt;/script&gt; | *x*</td>');
    expect(html).toContain('title="2023-01-20T23:00:00Z: absent"');
    expect(html).not.toMatch(/<script|<b>|https?:|<link|src=/u);
  });

  test('as HTML are sound: one h1, tables with scoped headers, links that lead somewhere, tags that match', () => {
    const html = renderHtml(data);
    expect(html.match(/<h1>/gu)).toHaveLength(1);
    expect(html.match(/<th(?= |>)/gu)?.length).toBe(html.match(/<th scope="(?:col|row)"/gu)?.length);
    for (const [, id] of html.matchAll(/href="#([^"]+)"/gu)) expect(html).toContain(`id="${id}"`);
    const open: string[] = [];
    for (const [, slash, tag = ''] of html
      .replace(/<style>.*?<\/style>/su, '')
      .matchAll(/<(\/?)([a-z]\w*)/gu)) {
      if (['meta', 'input'].includes(tag)) continue;
      if (slash === '') open.push(tag);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
  });

  test('as Markdown hold the same, and text from the data stays text', () => {
    const text = renderMarkdown(data);
    expect(text).toContain('# Data quality: meters \\<of\\> "town"');
    expect(text).toContain('| 3 failures of 200 (1.5 %) | ·✗ |');
    expect(text).toContain('- row 7: area is \\<script\\>alert(1)\\</script\\> \\| \\*x\\*');
  });
});
