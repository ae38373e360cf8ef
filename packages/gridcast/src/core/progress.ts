/** Progress of long work, reported upwards and drawn by the CLI. */

/** One report: `done` of `total` units of the named piece of work; `total` is absent where it is not known. */
export interface ProgressEvent {
  readonly task: string;
  readonly done: number;
  readonly total?: number;
  readonly note?: string;
}

export type ProgressListener = (event: ProgressEvent) => void;

export const silentProgress: ProgressListener = () => undefined;
