/** The real logger: pino, structured, on stderr. */
import { pino } from 'pino';
import type { Config } from '../config/index.ts';
import { silentLogger, type LogFields, type Logger } from '../core/index.ts';
import type { TextSink } from './progress.ts';

/** A logger of the given level that writes JSON lines to the sink; `silent` costs nothing. */
export function createLogger(level: Config['logLevel'], sink: TextSink): Logger {
  if (level === 'silent') return silentLogger;
  return wrap(
    pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      { write: (line) => void sink.write(line) },
    ),
  );
}

function wrap(inner: pino.Logger): Logger {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    inner[level](fields ?? {}, message);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(inner.child(fields)),
  };
}
