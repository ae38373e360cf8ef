/** Instants as people in one zone read them. */

/** Formats instants (ISO text or milliseconds) in one zone, whatever the zone of the browser. */
export interface ZoneClock {
  readonly zone: string;
  /** `Sun 22 Jan 2023`. */
  readonly date: (at: string | number) => string;
  /** `Sunday 22 January`. */
  readonly longDay: (at: string | number) => string;
  /** `Sun 22 Jan`. */
  readonly day: (at: string | number) => string;
  /** `17:00`. */
  readonly time: (at: string | number) => string;
  /** `Sun 22 Jan, 17:00`. */
  readonly dayTime: (at: string | number) => string;
  /** `17:00–18:00`: the hour that starts then. */
  readonly hour: (at: string | number) => string;
  /** `UTC+01:00`, as it is at that instant. */
  readonly offset: (at: string | number) => string;
}

const HOUR_MS = 3_600_000;

const clocks = new Map<string, ZoneClock>();

/** The clock of an IANA zone; one object a zone. */
export function zoneClock(zone: string): ZoneClock {
  let clock = clocks.get(zone);
  if (clock === undefined) clocks.set(zone, (clock = createZoneClock(zone)));
  return clock;
}

function createZoneClock(zone: string): ZoneClock {
  const formatter = (options: Intl.DateTimeFormatOptions, locale = 'en-GB') => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (at: string | number): string => format.format(new Date(at)).replaceAll(',', '');
  };
  const short = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const day = formatter(short);
  const time = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const offsetName = formatter({ timeZoneName: 'longOffset', hour: '2-digit' }, 'en-US');
  return {
    zone,
    day,
    time,
    date: formatter({ ...short, year: 'numeric' }),
    longDay: formatter({ weekday: 'long', day: 'numeric', month: 'long' }),
    dayTime: (at) => `${day(at)}, ${time(at)}`,
    hour: (at) => `${time(at)}–${time(msOf(at) + HOUR_MS)}`,
    offset: (at) => `UTC${/GMT([+-].*)?$/u.exec(offsetName(at))?.[1] ?? '+00:00'}`,
  };
}

/** An instant in milliseconds. */
export function msOf(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at);
}
