import type { RunContext } from './run-context.ts';
import { loadKnown, type LoadedEngine } from './serving.ts';

/** What serving an origin reads, loaded by the first step of a run that asks and kept for those after it. */
export class ServingEngine implements Disposable {
  #loaded: LoadedEngine | undefined;

  /** The engine stays this object's: a step leaves no large table of its own behind, and disposes nothing. */
  async open(context: RunContext): Promise<LoadedEngine> {
    this.#loaded ??= await loadKnown(context, 'serving');
    return this.#loaded;
  }

  /** Lets the rows go; the next step that asks loads them again. */
  [Symbol.dispose](): void {
    this.#loaded?.[Symbol.dispose]();
    this.#loaded = undefined;
  }
}
