import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CUT_BEFORE } from './linear/cut-before.ts';
import { examplesOf } from './linear/examples.ts';
import { findPatterns, readModule } from './linear/find-patterns.ts';
import { runIsolated } from './linear/isolated.ts';

const patterns = findPatterns();
const has = (file: string, source: string) =>
  patterns.some((pattern) => pattern.file.endsWith(file) && pattern.source.includes(source));

test('every pattern is found: of the stages, of what they import, literal or built', () => {
  expect(patterns.length).toBeGreaterThan(80);
  expect(has('parse/record/attributes.ts', '\\s*=\\s*')).toBe(true);
  expect(has('normalize/adapters/tal-net.ts', 'Closing Date')).toBe(true);
  expect(has('shared/src/model/mapping-path.ts', '\\p{L}')).toBe(true);
  expect(has('normalize/values/dates.ts', '(\\d{1,2})([./-])')).toBe(true);
  expect(patterns.filter(({ source, flags }) => !(new RegExp(source, flags) instanceof RegExp))).toEqual([]);
});

test('a pattern is evaluated as it is built, and one that is built from input is refused', () => {
  const built = `const A = String.raw\`\\d+\`; const B = new RegExp(\`^\${A}x\\\\s$\`, 'i'); const C = /y\\/z/g;`;
  expect(readModule('a.ts', built).patterns).toMatchObject([
    { source: '^\\d+x\\s$', flags: 'i' },
    { source: 'y\\/z', flags: 'g' },
  ]);
  expect(() => readModule('a.ts', 'const f = (a: string) => new RegExp(a);')).toThrow('no constant');
});

test('the examples of a pattern match it', () => {
  for (const source of [
    '^<title[^<>]*>([^<]{1,300})',
    '(\\d{4})-(\\d{1,2})T?',
    'a(?:b|cd)e{2,3}\\s*$',
    '[?&]x=(\\d+)',
  ]) {
    const examples = examplesOf(source);
    expect(examples.length).toBeGreaterThan(1);
    expect(examples.filter((example) => !new RegExp(source).test(example))).toEqual([]);
  }
});

test('every exception for patterns that only see cut texts names an existing pattern', () => {
  expect(CUT_BEFORE.filter(({ file, source }) => !has(file, source))).toEqual([]);
});

test('no pattern takes more time than in proportion to its text', { timeout: 600_000 }, async () => {
  const { cases, grown, hung } = await runIsolated(join(import.meta.dirname, 'linear/pattern-cases.ts'));
  expect({ grown, hung }).toEqual({ grown: [], hung: null });
  expect(cases).toBeGreaterThan(patterns.length * 100);
});
