/** Joins LightGBM's log fragments (prefix, message and newline come apart) into whole lines. */
export class LogLines {
  readonly #onLine: (line: string) => void;
  #pending = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  readonly add = (fragment: string): void => {
    const lines = (this.#pending + fragment).split('\n');
    this.#pending = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.#onLine(line);
  };
}
