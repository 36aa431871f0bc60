import { expect, test } from 'vitest';
import { sourceConfig } from './source.ts';
import { noSecrets as none, secretsFate, settleSecrets } from './source-secrets.ts';

test.each([
  ['https://a.test/old', 'https://a.test/new?x=1', 'kept'],
  ['https://a.test/f', 'https://A.test:443/f', 'kept'],
  ['http://a.test/f', 'http://a.test:80/f', 'kept'],
  ['http://a.test/f', 'https://a.test/f', 'kept'],
  ['http://a.test:8080/f', 'https://a.test:8443/f', 'on-request'],
  ['http://a.test:8080/f', 'https://a.test/f', 'on-request'],
  ['https://a.test/f', 'https://a.test:8443/f', 'on-request'],
  ['https://a.test/f', 'https://www.a.test/f', 'on-request'],
  ['https://a.test/f', 'https://a.test.evil.test/f', 'on-request'],
  ['http://a.test/f', 'https://b.test/f', 'on-request'],
  ['http://a.test/f', 'http://b.test/f', 'on-request'],
  ['https://a.test/f', 'http://a.test/f', 'dropped'],
  ['https://a.test/f', 'http://b.test/f', 'dropped'],
])('secrets for %s at %s: %s', (from, to, fate) => expect(secretsFate(from, to)).toBe(fate));

const basicAuth = { username: 'user', password: 'word' };
const before = { url: 'https://a.test/f' };
const after = sourceConfig.parse({
  name: 'a',
  url: 'https://b.test/f',
  headers: { 'X-Old': 'old', 'X-New': 'new' },
  basicAuth,
});

test('what the change itself gives stays, whatever the case of its name', () => {
  const { config, dropped } = settleSecrets(before, after, {
    given: { headerNames: ['x-new'], basicAuth: false },
    keep: false,
  });
  expect(config).toEqual({ ...after, headers: { 'X-New': 'new' }, basicAuth: undefined });
  expect(dropped).toEqual({ headerNames: ['X-Old'], basicAuth: true });
});

test('all of it stays on request, but never from https to http', () => {
  expect(settleSecrets(before, after, { given: none, keep: true })).toEqual({
    config: after,
    dropped: none,
    taken: { headerNames: ['X-Old', 'X-New'], basicAuth: true },
  });
  const clear = { ...after, url: 'http://a.test/f' };
  expect(() => settleSecrets(before, clear, { given: none, keep: true })).toThrow(/keepSecrets/);
  const given = { headerNames: ['X-Old', 'X-New'], basicAuth: true };
  expect(settleSecrets(before, clear, { given, keep: true })).toEqual({
    config: clear,
    dropped: none,
    taken: none,
  });
});

test('without secrets there is nothing to settle', () => {
  const bare = sourceConfig.parse({ name: 'a', url: 'http://a.test/f' });
  expect(settleSecrets(before, bare, { given: none, keep: true })).toEqual({
    config: bare,
    dropped: none,
    taken: none,
  });
});
