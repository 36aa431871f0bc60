/** More alternatives than these of one group, or of one pattern, add nothing new. */
const MAX_ALTERNATIVES = 8;

/**
 * Texts that a regular expression matches, or nearly does: its characters, with each choice taken in one of
 * them and each repetition at its least and once more. Assertions are taken for empty.
 */
export function examplesOf(source: string): string[] {
  return new Examples(source).alternatives();
}

class Examples {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  alternatives(): string[] {
    const all = this.#sequence();
    while (this.#take('|')) all.push(...this.#sequence());
    return [...new Set(all)].slice(0, MAX_ALTERNATIVES);
  }

  /** One text with the first choice of everything, and one for each other choice. */
  #sequence(): string[] {
    const parts: string[][] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] as string))
      parts.push(this.#term());
    const first = parts.map((choices) => choices[0] ?? '');
    const others = parts.flatMap((choices, i) =>
      choices.slice(1).map((choice) => [...first.slice(0, i), choice, ...first.slice(i + 1)].join('')),
    );
    return [first.join(''), ...others].slice(0, MAX_ALTERNATIVES);
  }

  #term(): string[] {
    return this.#repeated(this.#atom());
  }

  #repeated(choices: string[]): string[] {
    const [whole, mark, least = '1'] = /^(?:([*+?])|\{(\d+)(?:,\d*)?\})\??/.exec(
      this.#source.slice(this.#at),
    ) ?? [''];
    if (whole === '') return choices;
    this.#at += whole.length;
    const times = mark === undefined ? Number(least) : 1;
    const repeated = choices.map((choice) => choice.repeat(times));
    return mark === '*' || mark === '?'
      ? [...repeated, '']
      : [...repeated, (choices[0] ?? '').repeat(times + 1)];
  }

  #atom(): string[] {
    if (this.#take('(?=', '(?!', '(?<=', '(?<!')) {
      this.alternatives();
      this.#take(')');
      return [''];
    }
    if (this.#take('(?:', '(')) {
      const choices = this.alternatives();
      this.#take(')');
      return choices;
    }
    if (this.#take('[')) return [this.#class()];
    if (this.#take('^', '$')) return [''];
    if (this.#take('.')) return ['x'];
    if (this.#take('\\')) return [this.#escape()];
    return [this.#source[this.#at++] ?? ''];
  }

  /** A character of a class: the first one in it; for a negated class, any. */
  #class(): string {
    const negated = this.#take('^');
    let first: string | null = null;
    while (!this.#take(']')) {
      const char = this.#take('\\') ? this.#escape() : this.#source[this.#at++];
      first ??= char ?? '';
    }
    return negated ? 'x' : (first ?? '');
  }

  #escape(): string {
    const [code = '', digits] =
      /^(?:u([\da-f]{4})|x([\da-f]{2})|[pP]\{\w+\}|.)/i.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += code.length;
    const hex = digits ?? /^x(..)/.exec(code)?.[1];
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const known: Record<string, string> = {
      d: '1',
      s: ' ',
      w: 'a',
      D: 'x',
      S: 'x',
      W: '-',
      b: '',
      n: '\n',
      r: '\r',
      t: '\t',
    };
    // A second time what a group took: the groups of ours take punctuation.
    if (/^\d$/.test(code)) return '/';
    return known[code] ?? (code.length > 1 ? 'a' : code);
  }

  #take(...marks: string[]): boolean {
    const mark = marks.find((candidate) => this.#source.startsWith(candidate, this.#at));
    this.#at += mark?.length ?? 0;
    return mark !== undefined;
  }
}
