import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanUrl } from './urls.ts';

const label = fc.oneof(
  fc.constantFrom(
    'jobs',
    'a',
    'a-b',
    'xn--bcher-kva',
    'xn--a',
    'xn--',
    'ab--cd',
    '-a',
    'a-',
    '1',
    '256',
    'A',
    'a_b',
    '',
  ),
  fc.stringMatching(/^[a-z\d-]{1,6}$/),
);
const host = fc
  .tuple(
    fc.array(label, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('example', 'com', 'c', '1', 'xn--p1ai', 'x9'),
  )
  .map(([labels, ending]) => [...labels, ending].join('.'));
const rest = fc.oneof(
  fc.constantFrom('', '/', '/jobs/7?a=b&c=d#e', ':8080/', '?q', '/%', '/%zz', '/a/../b', '\\x'),
  fc.stringMatching(/^\/[!#-%'-;=?-~]{0,20}$/),
);

test('an absolute URL without white space is kept as it is written, if it is a URL', () => {
  let urls = 0;
  fc.assert(
    fc.property(fc.constantFrom('http://', 'https://', 'HTTPS://'), host, rest, (scheme, name, path) => {
      const text = `${scheme}${name}${path}`;
      const isUrl = URL.canParse(text);
      if (isUrl) urls += 1;
      expect(cleanUrl(text, null)).toBe(isUrl ? text : null);
    }),
    { numRuns: 5000 },
  );
  expect(urls).toBeGreaterThan(1000);
});

test.each(['jobs@oven.example', ' first.last+jobs@mail.oven.example '])('%j is no link', (text) => {
  expect(cleanUrl(text, 'https://oven.example/jobs/')).toBeNull();
  expect(cleanUrl(`/apply?to=${text.trim()}`, 'https://oven.example/')).toBe(
    `https://oven.example/apply?to=${text.trim()}`,
  );
});
