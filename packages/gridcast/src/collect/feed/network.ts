/** The world outside, as it is handed in: only the CLI's edge holds the real ones. */

export interface Network {
  /** Sends a GET request; rejects where no answer begins. */
  readonly request: (
    url: string,
    init: { readonly signal: AbortSignal; readonly headers: Readonly<Record<string, string>> },
  ) => Promise<Response>;
  /** Resolves after a time, or rejects as soon as the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
