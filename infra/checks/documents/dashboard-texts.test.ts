import { expect, test } from 'vitest';
import { bannedPhrases, bannedPhrasesIn } from './banned-phrases.ts';
import { dashboardTexts, textsOf } from './dashboard-texts.ts';

test('finds the texts of a module with their lines', () => {
  const code = [
    "import { title } from './vanished.ts';",
    '',
    "const hint = 'has no more';",
    'export const Notice = ({ name }: { name: string }) => (',
    '  <p title="whoever">',
    '    The postings of {name} {hint}{` told`}',
    '  </p>',
    ');',
  ].join('\n');
  const found = textsOf('notice.tsx', code).flatMap(({ line, text }) =>
    bannedPhrasesIn(text).map((phrase) => [line, phrase]),
  );
  expect(found).toEqual([
    [3, 'has no more'],
    [5, 'whoever'],
    [5, 'postings'],
    [6, 'told'],
  ]);
});

test('reads the texts of every part of the dashboard', () => {
  const texts = new Map(dashboardTexts().map(({ file, text }) => [text.trim(), file]));
  expect(texts.get('Import one source…')).toBe('dashboard/components/runs/import-button.tsx');
  expect(texts.get('Page not found')).toBe('dashboard/app/not-found.tsx');
  expect(texts.get('The run makes no progress.')).toBe('dashboard/lib/overview/system-attention.ts');
  expect(texts.get('Wrong password.')).toBe('dashboard/server/session/log-in.ts');
});

test('keeps banned phrases out of the texts of the dashboard', () => {
  expect(bannedPhrases.length).toBeGreaterThan(10);
  const found = dashboardTexts().flatMap(({ file, line, text }) =>
    bannedPhrasesIn(text).map((phrase) => `${file}:${line}: ${phrase}`),
  );
  expect(found).toEqual([]);
});
