/**
 * Searches one mark in a text, from indexes that only increase. It remembers that there is no further mark: a text full
 * of starts without an end costs one search, not one for each start.
 */
export class MarkSearch {
  readonly #text: string;
  readonly #mark: string;
  /** The last result. It is the next mark for every index from `#from` up to it. */
  #found = -1;
  #from = 0;
  #none = Number.POSITIVE_INFINITY;

  constructor(text: string, mark: string) {
    this.#text = text;
    this.#mark = mark;
  }

  /** Index of the next mark at or behind `from`; -1 if there is none. */
  next(from: number): number {
    if (from >= this.#none) return -1;
    if (this.#found >= from && from >= this.#from) return this.#found;
    const found = this.#text.indexOf(this.#mark, from);
    if (found === -1) this.#none = from;
    else {
      this.#found = found;
      this.#from = from;
    }
    return found;
  }
}
