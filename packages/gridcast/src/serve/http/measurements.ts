/** Counts and durations of requests, and their text for Prometheus. */

/** One answered request; `route` is the route's pattern, never the path asked for. */
export interface RequestFact {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** A measurement to print: one name, and a value for each set of labels. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Collects request facts for the life of a process. */
export interface Measurements {
  add(fact: RequestFact): void;
  /** The text of `/metrics`: the requests so far, and the metrics given. */
  print(metrics: readonly Metric[]): string;
}

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Histogram {
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

/** Measurements that start from nothing. */
export function createMeasurements(): Measurements {
  const counts = new Map<string, number>();
  const histograms = new Map<string, Histogram>();
  return {
    add: ({ method, route, status, durationMs }) => {
      const known = METHODS.has(method) ? method : 'other';
      const labels = printLabels({ method: known, route, status: String(status) });
      counts.set(labels, (counts.get(labels) ?? 0) + 1);
      observe(histograms, route, durationMs / 1000);
    },
    print: (metrics) => [...metrics.map(printMetric), printRequests(counts, histograms)].join(''),
  };
}

function observe(histograms: Map<string, Histogram>, route: string, seconds: number): void {
  const histogram = histograms.get(route) ?? {
    buckets: BUCKETS_SECONDS.map(() => 0),
    sumSeconds: 0,
    count: 0,
  };
  for (const [i, bound] of BUCKETS_SECONDS.entries()) {
    if (seconds <= bound) histogram.buckets[i] = (histogram.buckets[i] ?? 0) + 1;
  }
  histogram.sumSeconds += seconds;
  histogram.count++;
  histograms.set(route, histogram);
}

function printMetric({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => `${name}${printLabels(labels ?? {})} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function printRequests(
  counts: ReadonlyMap<string, number>,
  histograms: ReadonlyMap<string, Histogram>,
): string {
  const [total, duration] = ['gridcast_http_requests_total', 'gridcast_http_request_duration_seconds'];
  const lines = [`# HELP ${total} Requests answered.`, `# TYPE ${total} counter`];
  for (const [labels, count] of counts) lines.push(`${total}${labels} ${count}`);
  lines.push(`# HELP ${duration} Time to answer.`, `# TYPE ${duration} histogram`);
  for (const [route, { buckets, sumSeconds, count }] of histograms) {
    for (const [i, bound] of BUCKETS_SECONDS.entries()) {
      lines.push(`${duration}_bucket${printLabels({ route, le: String(bound) })} ${buckets[i]}`);
    }
    lines.push(`${duration}_bucket${printLabels({ route, le: '+Inf' })} ${count}`);
    lines.push(`${duration}_sum${printLabels({ route })} ${sumSeconds}`);
    lines.push(`${duration}_count${printLabels({ route })} ${count}`);
  }
  return `${lines.join('\n')}\n`;
}

function printLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, text]) => `${name}="${escapeLabel(text)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escapeLabel(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
