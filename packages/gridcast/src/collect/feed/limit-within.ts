/** Limits that come as a body with HTTP 200. */

/** The seconds to wait that a body asks for, by its members beside the rows; undefined where it tells no limit. */
export function limitWithin(envelope: unknown): number | undefined {
  const { statusCode, message } = (envelope ?? {}) as {
    readonly statusCode?: unknown;
    readonly message?: unknown;
  };
  if (statusCode !== 429) return undefined;
  return Number(/again in (\d+) seconds?/iu.exec(String(message))?.[1] ?? 300);
}
