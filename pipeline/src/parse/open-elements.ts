/** The elements that are open, the root first. To find out that an end tag belongs to none of them takes no walk over them. */
export class OpenElements<T extends { readonly name: string }> {
  readonly #stack: T[] = [];
  /** How many are open of each name; null until an end tag came out of order, which it never does in most texts. */
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

  /** Ends the innermost open element of this name, and with it all that are open in it; undefined where none has the name. */
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
