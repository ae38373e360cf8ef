/** Draws progress: one line that is redrawn on a terminal, a plain line per finished task elsewhere. */
import type { ProgressEvent, ProgressListener } from '../core/index.ts';

/** Where text goes; process.stdout and process.stderr are such sinks. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ProgressDisplay {
  readonly listener: ProgressListener;
  /** Wipes the line that is being drawn. */
  readonly clear: () => void;
}

const BAR_CELLS = 24;

/** A display of progress on a sink. */
export function drawProgress(sink: TextSink): ProgressDisplay {
  return sink.isTTY === true ? terminalProgress(sink) : plainProgress(sink);
}

function terminalProgress(sink: TextSink): ProgressDisplay {
  let drawn = false;
  return {
    listener: (event) => {
      drawn = true;
      sink.write(`\r\u001B[2K${line(event).slice(0, (sink.columns ?? 80) - 1)}`);
    },
    clear: () => {
      if (drawn) sink.write('\r\u001B[2K');
      drawn = false;
    },
  };
}

function plainProgress(sink: TextSink): ProgressDisplay {
  let last = '';
  return {
    listener: (event) => {
      const finished = event.total !== undefined && event.done >= event.total;
      const text = `${event.task}${event.note === undefined ? '' : `: ${event.note}`}\n`;
      if (!finished || text === last) return;
      last = text;
      sink.write(text);
    },
    clear: () => undefined,
  };
}

function line({ task, done, total, note }: ProgressEvent): string {
  const tail = note === undefined ? '' : `  ${note}`;
  if (total === undefined || total === 0) return `${task} ${done}${tail}`;
  const filled = Math.round((Math.min(done, total) / total) * BAR_CELLS);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${done}/${total} ${task}${tail}`;
}
