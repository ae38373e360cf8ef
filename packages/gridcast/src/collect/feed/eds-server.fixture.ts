/** For tests: a server on 127.0.0.1 that answers as api.energidataservice.dk does, faults included. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hourOfMs, isoOfHour, MS_PER_HOUR, parseInstant, type HourUtc } from '../../core/index.ts';
import { fail, LocalServer } from './local-server.fixture.ts';
import type { Network } from './network.ts';

/** How the body of an answer that never ends begins. */
const BEGUN = '{"total":2,"records":[{"TimeUTC":"2026-01-01T00:00:00"';

export type Row = Readonly<Record<string, string | number | null>>;

/** A dataset of the server. Everything may be changed while it runs. */
export interface ServedDataset {
  /** `TimeUTC` or `HourUTC`. */
  time: string;
  /** The rows of an hour, without its times. */
  rowsOf: (hour: HourUtc) => readonly Row[];
  firstHour: HourUtc;
  /** The first hour that is not published yet. */
  endHour: HourUtc;
  columns: readonly string[];
  title: string;
  description: string;
  updateFrequency: string;
}

export class EdsServer extends LocalServer {
  readonly datasets = new Map<string, ServedDataset>();
  /** Paths with their queries, in order. */
  readonly requests: string[] = [];
  /** The server's clock; waiting advances it. */
  nowMs = 0;
  /** At most one request for rows of a dataset in so long; 0: no limit. */
  spacingMs = 0;
  /** Tells the limit in a body with HTTP 200, as some gateways do. */
  limitsWithin = false;
  /** A response with more rows is cut in the middle of its JSON. */
  maxWholeRows = Number.POSITIVE_INFINITY;
  /** A response has so many rows at most, and says nothing. */
  maxRows = Number.POSITIVE_INFINITY;
  /** `total` is the number of rows sent, as for some datasets. */
  totalIsBatch = false;
  /** Every row is sent twice. */
  doubled = false;
  /** Called when a drip has begun. */
  onDrip: () => void = () => undefined;
  readonly #lastMs = new Map<string, number>();

  /** Requests for rows, as their query parameters. */
  get rowRequests(): readonly URLSearchParams[] {
    return this.requests
      .filter((path) => path.startsWith('/dataset/'))
      .map((path) => new URL(path, 'http://x').searchParams);
  }

  protected override answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    this.requests.push(path);
    const url = new URL(path, 'http://x');
    const [, kind, ...rest] = url.pathname.split('/');
    const name = decodeURIComponent(rest.at(-1) ?? '');
    if (kind === 'meta') this.#describe(name, response);
    else this.#rows(name, url.searchParams, response);
  }

  /** Unknown datasets are an empty 204, and texts hold raw line breaks. */
  #describe(name: string, response: ServerResponse): void {
    const dataset = this.datasets.get(name);
    if (dataset === undefined) return void response.writeHead(204).end();
    const { title, description, updateFrequency, time, columns } = dataset;
    const facts = {
      datasetId: 134,
      datasetName: name,
      title,
      description: `${description}\n\n\tData is updated with a 9-15 day delay.`,
      organizationName: 'dso-electricity',
      updateFrequency,
      resolution: 'Hourly',
      filterColumn: time,
      active: true,
      columns: columns.map((dbColumn) => ({ dbColumn, dataType: 'text' })),
    };
    const raw = JSON.stringify(facts)
      .replaceAll(String.raw`\n`, '\n')
      .replaceAll(String.raw`\t`, '\t');
    response.writeHead(200, { 'content-type': 'application/json' }).end(raw);
  }

  #rows(name: string, query: URLSearchParams, response: ServerResponse): void {
    const fault = this.faults.shift();
    if (fault !== undefined) return fail(fault, response, { begun: BEGUN, onDrip: () => this.onDrip() });
    const dataset = this.datasets.get(name);
    if (dataset === undefined) return refuse(response, 404, `dataset not found ${name}`);
    const wanted = query.get('columns')?.split(',') ?? dataset.columns;
    const unknown = wanted.find((column) => !dataset.columns.includes(column));
    if (unknown !== undefined) return refuse(response, 400, `Invalid column ${unknown}`);
    const waitMs = (this.#lastMs.get(name) ?? Number.NEGATIVE_INFINITY) + this.spacingMs - this.nowMs;
    if (waitMs > 0) return this.#limit(Math.ceil(waitMs / 1000), response);
    if (this.spacingMs > 0) this.#lastMs.set(name, this.nowMs);
    this.#send(
      selectRows(dataset, query),
      { wanted, name, limit: Number(query.get('limit') ?? 100) },
      response,
    );
  }

  #send(
    rows: readonly Row[],
    {
      wanted,
      name,
      limit,
    }: { readonly wanted: readonly string[]; readonly name: string; readonly limit: number },
    response: ServerResponse,
  ): void {
    const sent = rows.slice(0, Math.min(this.maxRows, limit === 0 ? rows.length : limit));
    const records = sent
      .flatMap((row) => (this.doubled ? [row, row] : [row]))
      .map((row) =>
        JSON.stringify(Object.fromEntries(wanted.map((column) => [column, row[column] ?? null]))),
      );
    const total = this.totalIsBatch ? sent.length : rows.length;
    const body = `{"total":${total},"limit":${limit},"dataset":"${name}","records":[${records.join(',')}]}`;
    const text = sent.length > this.maxWholeRows ? body.slice(0, body.length / 2) : body;
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  }

  #limit(seconds: number, response: ServerResponse): void {
    const message = `Rate limit is exceeded. Try again in ${seconds} seconds.`;
    const body = JSON.stringify({ statusCode: 429, message });
    if (this.limitsWithin) response.writeHead(200).end(body);
    else response.writeHead(429, { 'retry-after': String(seconds) }).end(body);
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

/** `start` and `end` are Danish local time unless the zone is asked for; newest first unless sorted. */
function selectRows(dataset: ServedDataset, query: URLSearchParams): readonly Row[] {
  const inDanishTime = query.get('timezone') !== 'utc';
  const bound = (name: string, otherwise: HourUtc): HourUtc => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const hour = hourOfMs(parseInstant(text) ?? Number.NaN);
    return inDanishTime ? hour - danishOffset(hour) : hour;
  };
  const start = Math.max(dataset.firstHour, bound('start', dataset.firstHour));
  const end = Math.min(dataset.endHour, bound('end', dataset.endHour));
  const rows: Row[] = [];
  for (let hour = start; hour < end; hour++) {
    const times = {
      [dataset.time]: naive(hour),
      [dataset.time.replace('UTC', 'DK')]: naive(hour + danishOffset(hour)),
    };
    for (const row of dataset.rowsOf(hour)) rows.push({ ...times, ...row });
  }
  if (query.get('sort') === null) rows.reverse();
  const filter = JSON.parse(query.get('filter') ?? '{}') as Readonly<Record<string, readonly unknown[]>>;
  const isWanted = (row: Row): boolean =>
    Object.entries(filter).every(([column, values]) => values.includes(row[column]));
  return rows.filter(isWanted).slice(Number(query.get('offset') ?? 0));
}

function naive(hour: HourUtc): string {
  return isoOfHour(hour).slice(0, 19);
}

function danishOffset(hour: HourUtc): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Copenhagen',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const local = Number(parts.format(hour * MS_PER_HOUR));
  return (local - new Date(hour * MS_PER_HOUR).getUTCHours() + 24) % 24;
}

/** A dataset in the shape of ConsumptionDK3619IndustryHour, with so many industries. */
export function industryDataset(
  hours: { readonly firstHour: HourUtc; readonly endHour: HourUtc },
  codes: readonly string[] = ['A', 'CA', 'PR'],
): ServedDataset {
  return {
    ...hours,
    time: 'TimeUTC',
    columns: ['TimeUTC', 'TimeDK', 'DK36Code', 'DK36Title', 'DK19Code', 'DK19Title', 'Consumption_MWh'],
    title: 'Consumption per Industry Code DK36 and DK19 and Hour',
    description: 'Hourly consumption by industry, "national".',
    updateFrequency: 'P1D',
    rowsOf: (hour) =>
      codes.map((code, place) => ({
        DK36Code: code,
        DK36Title: `Title, "${code}"`,
        DK19Code: code[0] ?? '',
        DK19Title: 'Øvrige',
        Consumption_MWh: industryValue(place, hour),
      })),
  };
}

/** What the dataset says of an industry, by its place, at an hour: a day and a week in it. */
export function industryValue(place: number, hour: HourUtc): number {
  const wave = Math.sin((2 * Math.PI * (hour + place)) / 24) + 0.4 * Math.sin((2 * Math.PI * hour) / 168);
  return Math.round(1000 * (place + 1) * (50 + 10 * wave)) / 1000;
}

const DEADLINE_MS = 300_000;

/** A network to a server whose clock waiting advances; the deadline of a response passes once a drip has begun. */
export function networkOf(server: EdsServer, request: Network['request'], waits: number[] = []): Network {
  let dripping: () => void = () => undefined;
  server.onDrip = () => dripping();
  return {
    request,
    sleep: (ms, signal) => {
      if (ms === DEADLINE_MS) {
        return new Promise((resolve, reject) => {
          dripping = resolve;
          signal.addEventListener('abort', () => reject(new Error('the answer came')));
        });
      }
      waits.push(ms);
      server.nowMs += ms;
      return Promise.resolve();
    },
  };
}
