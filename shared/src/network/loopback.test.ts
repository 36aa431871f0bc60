import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopback.ts';
import { isForeignSite, isOriginOf } from './page-origin.ts';

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:4000', '127.255.255.254', '[::1]', '[::1]:4000'])(
  '%s names this machine',
  (host) => expect(isLoopbackHost(host)).toBe(true),
);

test.each([
  '',
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'localhost.',
  'user@localhost',
  'localhost/path',
  'localhost?x',
  '[::2]',
  '0.0.0.0',
  '10.0.0.1',
  'a b',
])('%j does not', (host) => expect(isLoopbackHost(host)).toBe(false));

test('a page of another origin is known by what its browser says', () => {
  expect(['cross-site', 'same-site', 'anything'].filter(isForeignSite)).toHaveLength(3);
  expect(['same-origin', 'none', '', null, undefined].filter(isForeignSite)).toEqual([]);
});

test('an origin is one of these hosts with the same port, or it is not', () => {
  expect(isOriginOf('https://a.example:8443', ['b.example', 'a.example:8443'])).toBe(true);
  for (const origin of ['null', '', 'http://a.example', 'http://a.example:8443.evil.example', 'file://']) {
    expect(isOriginOf(origin, ['a.example:8443', null, '']), origin).toBe(false);
  }
});
