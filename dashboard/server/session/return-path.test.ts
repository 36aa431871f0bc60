import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each(['/', '/runs', '/runs/0123?batch=3#tree', '/runs?source=http%3A%2F%2Fevil.test', '/a/../runs'])(
  '%s is a valid path to return to',
  (path) => expect(returnPath(path)).toBe(path === '/a/../runs' ? '/runs' : path),
);

test.each([
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\/evil.test',
  '/\t/evil.test',
  '/\n\\evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  'evil.test',
  ' //evil.test',
  '/.//evil.test',
  '/login?to=/login',
  '/api/session',
  `/${'x'.repeat(3_000)}`,
  '',
  undefined,
  ['/runs', '//evil.test'],
])('%j leads to the start page', (path) => expect(returnPath(path)).toBe('/'));
