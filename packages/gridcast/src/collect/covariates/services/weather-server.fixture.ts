/** For tests: a server on 127.0.0.1 that answers as DMI's observations and Open-Meteo's previous runs do, faults included. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hourOfMs, isoOfHour, parseInstant, type HourUtc } from '../../../core/index.ts';
import { fail, LocalServer, type Fault } from '../../feed/local-server.fixture.ts';

const MAX_FEATURES = 300_000;

export class WeatherServer extends LocalServer {
  /** Addresses asked for, in order. */
  readonly requests: URL[] = [];
  /** Every request meets this one, while it is set. */
  storm: Fault | undefined;
  /** The first hour that was not measured, or for which no run was issued yet at a day ahead. */
  endHour: HourUtc = Number.POSITIVE_INFINITY;
  /** What stands in the place of the member `value` of observations. */
  valueMember = 'value';
  /** The mean temperature of an hour at a station, or as it was forecast so many days before at a latitude. */
  temperature: (place: string, hour: HourUtc, daysAhead: number) => number | null = (_, hour) => hour % 24;

  protected override answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://x');
    this.requests.push(url);
    const fault = this.storm ?? this.faults.shift();
    if (fault !== undefined)
      return fail(fault, response, { begun: '{"type":"FeatureCollection","features":[' });
    const body = url.pathname.endsWith('/items') ? this.#observations(url) : this.#forecasts(url);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  /** Means of the past hour, at its end; newest first, as DMI sends them. */
  #observations({ searchParams }: URL): object {
    const query = (name: string): string => searchParams.get(name) ?? '';
    const [from = 0, until = 0] = query('datetime')
      .split('/')
      .map((text) => hourOfMs(parseInstant(text) ?? Number.NaN));
    const features: object[] = [];
    for (let at = Math.min(until, this.endHour); at >= from; at--) {
      const value = this.temperature(query('stationId'), at - 1, 0);
      if (value === null) continue;
      const observed = isoOfHour(at);
      const properties = { parameterId: query('parameterId'), stationId: query('stationId'), observed };
      features.push({
        type: 'Feature',
        properties: { ...properties, created: observed, [this.valueMember]: value },
      });
    }
    const limit = Math.min(MAX_FEATURES, Number(query('limit')));
    const sent = features.slice(Number(query('offset')), Number(query('offset')) + limit);
    return { type: 'FeatureCollection', features: sent, numberReturned: sent.length };
  }

  /** One object for one place, a list for several; whole days of hours without a zone. */
  #forecasts({ searchParams }: URL): object {
    const query = (name: string): string => searchParams.get(name) ?? '';
    const start = hourOfMs(parseInstant(query('start_date')) ?? Number.NaN);
    const end = hourOfMs(parseInstant(query('end_date')) ?? Number.NaN) + 24;
    const hours = Array.from({ length: end - start }, (_, i) => start + i);
    const places = query('latitude')
      .split(',')
      .map((latitude) => {
        const columns = query('hourly')
          .split(',')
          .map((column) => {
            const days = Number(column.at(-1));
            const isIssued = (hour: HourUtc): boolean => hour - 24 * days < this.endHour - 24;
            const values = hours.map((hour) =>
              isIssued(hour) ? this.temperature(latitude, hour, days) : null,
            );
            return [column, values] as const;
          });
        const hourly = {
          time: hours.map((hour) => isoOfHour(hour).slice(0, 16)),
          ...Object.fromEntries(columns),
        };
        return { latitude: Number(latitude), timezone: 'GMT', hourly_units: { time: 'iso8601' }, hourly };
      });
    return places.length === 1 ? (places[0] ?? {}) : places;
  }
}
