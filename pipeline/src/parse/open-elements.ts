/** The open elements, the root first. An end tag that belongs to none of them is detected without a search. */
export class OpenElements<T extends { readonly name: string }> {
  readonly #stack: T[] = [];
  /** The number of open elements per name; null until an end tag is out of order, which is rare. */
  #counts: Map<string, number> | null = null;

  get length(): number {
    return this.#stack.length;
  }

  get top(): T | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  push(element: T): void {
    this.#stack.push(element);
    if (this.#counts) this.#count(element.name, 1);
  }

  pop(): void {
    const element = this.#stack.pop();
    if (this.#counts && element) this.#count(element.name, -1);
  }

  /** Ends the innermost open element of this name, and all that are open in it; undefined if none has the name. */
  close(name: string): T | undefined {
    if (this.top?.name !== name && !this.#isOpen(name)) return undefined;
    for (;;) {
      const element = this.top;
      this.pop();
      if (element === undefined || element.name === name) return element;
    }
  }

  #isOpen(name: string): boolean {
    if (!this.#counts) {
      this.#counts = new Map();
      for (const element of this.#stack) this.#count(element.name, 1);
    }
    return (this.#counts.get(name) ?? 0) > 0;
  }

  #count(name: string, by: number): void {
    this.#counts?.set(name, (this.#counts.get(name) ?? 0) + by);
  }
}
