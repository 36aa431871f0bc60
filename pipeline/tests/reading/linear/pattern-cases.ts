import { BLOCKS, createTexts } from './blocks.ts';
import { CUT_BEFORE } from './cut-before.ts';
import { examplesOf } from './examples.ts';
import { type FoundPattern, findPatterns } from './find-patterns.ts';
import { type Case, reportCases } from './isolated.ts';

const BLOCK_LENGTH = 400_000;
/** Where time grows with the square of the length, so much takes seconds already. */
const ATTACK_LENGTH = 100_000;
/** Ends a text so that hardly a pattern matches it. */
const BREAKER = '\u0000';

await reportCases(cases());

function* cases(): Generator<Case> {
  const patterns = findPatterns().map((pattern) => ({
    pattern,
    name: nameOf(pattern),
    run: createRun(pattern),
  }));
  for (const block of BLOCKS) {
    const text = createTexts(block, '', BREAKER);
    for (const { name, run } of patterns) {
      yield {
        name: `${name} on ${JSON.stringify(block)}`,
        length: BLOCK_LENGTH,
        work: (length) => run(text(length)),
      };
    }
  }
  for (const { pattern, name, run } of patterns) {
    for (const [start, block] of attacksOf(pattern.source)) {
      const text = createTexts(block, start, BREAKER);
      yield {
        name: `${name} on ${JSON.stringify(start)} and ${JSON.stringify(block)}`,
        length: ATTACK_LENGTH,
        work: (length) => run(text(length)),
      };
    }
  }
}

function nameOf({ file, line, source, flags }: FoundPattern): string {
  return `${file}:${line} /${source}/${flags}`;
}

/**
 * What a pattern does to a text: one search, or one for all that is in it; piece by piece where it only ever sees
 * pieces.
 */
function createRun({ file, source, flags }: FoundPattern): (text: string) => void {
  const pattern = new RegExp(source, flags);
  const search = pattern.global
    ? (text: string) => text.replace(pattern, '')
    : (text: string) => pattern.exec(text);
  const cut = CUT_BEFORE.find((entry) => entry.file === file && entry.source === source);
  if (!cut) return search;
  return (text) => {
    for (let from = 0; from < text.length; from += cut.length) search(text.slice(from, from + cut.length));
  };
}

/**
 * Beginnings of what a pattern matches: each repeated, and each with its last characters or white space repeated behind
 * it.
 */
function attacksOf(source: string): Array<[start: string, block: string]> {
  const starts = examplesOf(source).flatMap((example) => [...example].map((_, i) => example.slice(0, i + 1)));
  return [...new Set(starts)].flatMap(
    (start): Array<[string, string]> => [
      ['', start],
      [start, start.slice(-1)],
      [start, start.slice(-2)],
      [start, ' '],
      [start, '\n'],
    ],
  );
}
