/**
 * Looks for one mark in a text, from places that only move forward. That there is no further one is
 * remembered: a text full of what such a mark would end costs one search, not one for each.
 */
export class MarkSearch {
  readonly #text: string;
  readonly #mark: string;
  /** The mark found last. It is the next one for every place from `#from` up to it. */
  #found = -1;
  #from = 0;
  #none = Number.POSITIVE_INFINITY;

  constructor(text: string, mark: string) {
    this.#text = text;
    this.#mark = mark;
  }

  /** Index of the next mark at or behind `from`; -1 where there is none. */
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
