/** The logger that is passed in everywhere; only the CLI and the server make a real one. */

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logger: a constant lower-case sentence and camel-case fields with units. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

const nothing = (): void => undefined;

/** A logger that keeps silent: the default of every library function. */
export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLogger,
};
