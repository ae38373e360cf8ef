/** The world outside, as it is handed in: only the CLI's edge holds the real ones. */

export interface Network {
  /** Sends a request, GET unless another method is given; rejects where no answer begins. */
  readonly request: (
    url: string,
    init: {
      readonly signal: AbortSignal;
      readonly headers: Readonly<Record<string, string>>;
      readonly method?: string;
      readonly body?: string | Uint8Array<ArrayBuffer>;
    },
  ) => Promise<Response>;
  /** Resolves after a time, or rejects as soon as the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
