import { expect, test } from 'vitest';
import { suggestName } from './suggest-name.ts';
import { withScheme } from './url.ts';

test.each([
  ['jobs.example.com/feed.xml', 'https://jobs.example.com/feed.xml'],
  [' http://jobs.example.com ', 'http://jobs.example.com'],
  ['localhost:8080/feed', 'https://localhost:8080/feed'],
  ['//jobs.example.com/feed', 'https://jobs.example.com/feed'],
  ['feed://jobs.example.com/feed', 'https://jobs.example.com/feed'],
  ['ftp://jobs.example.com', 'ftp://jobs.example.com'],
  ['', ''],
])('the typed URL %j becomes %j', (typed, url) => expect(withScheme(typed)).toBe(url));

test.each([
  ["O'Reilly (DE) & Co", "O'Reilly (DE) & Co"],
  ['AC/DC: jobs | <all>', 'AC DC jobs all'],
  ['  » Latest jobs', 'Latest jobs'],
  [null, 'jobs.example.com'],
  ['***', 'jobs.example.com'],
  ['Taken', 'Taken 3'],
  ['x'.repeat(400), 'x'.repeat(60)],
])('the feed titled %j is suggested as %j', (title, name) => {
  const taken = ['Taken', 'Taken 2'];
  expect(suggestName(title, 'https://www.jobs.example.com/feed', taken)).toBe(name);
});
