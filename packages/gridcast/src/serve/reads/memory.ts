/** A bounded memory of results that are the same for ever, such as what an immutable file says. */

/** Gives the result that a name had before, or makes it. */
export type Memory = <Result>(name: string, make: () => Promise<Result>) => Promise<Result>;

/** A memory of the `capacity` results used last; one that failed is forgotten at once, and the error is the caller's. */
export function createMemory(capacity: number): Memory {
  const results = new Map<string, Promise<unknown>>();
  return <Result>(name: string, make: () => Promise<Result>): Promise<Result> => {
    const known = results.get(name) as Promise<Result> | undefined;
    results.delete(name);
    const result = known ?? make();
    results.set(name, result);
    if (known === undefined) {
      result.catch(() => {
        if (results.get(name) === result) results.delete(name);
      });
    }
    const oldest = results.keys().next();
    if (results.size > capacity && oldest.done !== true) results.delete(oldest.value);
    return result;
  };
}
