/** The one place that talks to the API. */
import type { Problem, Routes } from './schema.ts';

/** What a route is asked: values of the braces in its path, and its query. */
export interface Ask<Path extends keyof Routes> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Routes[Path]['query'];
}

/** The API answered that it cannot do what was asked; the message says why and what to do next. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nothing, or nothing that is the API, answered. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

/** The address of a route: braces filled, query in the order given, absent values left out. */
export function addressOf(
  path: string,
  ask: { params?: Readonly<Record<string, string>>; query?: object } = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
    encodeURIComponent(ask.params?.[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask.query ?? {}) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one === 'string' || typeof one === 'number') query.append(name, String(one));
    }
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}

/** Asks a route. @throws ApiProblem, ApiUnreachable */
export async function get<Path extends keyof Routes>(
  path: Path,
  ask: Ask<Path>,
  signal: AbortSignal,
): Promise<Routes[Path]['answer']> {
  let response: Response;
  try {
    response = await fetch(addressOf(path, ask), { signal, headers: { Accept: 'application/json' } });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiUnreachable('The API does not answer.', { cause });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as Routes[Path]['answer'];
  if (isProblem(body)) throw new ApiProblem(body);
  throw new ApiUnreachable(`Something other than the API answered (status ${response.status}).`);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
