import { expect, test } from 'vitest';
import { codeLabel, safeHref, safeText } from './text.ts';

test('text from a feed loses the characters that turn it around or hide', () => {
  expect(safeText('invoice\u202Efdp.exe\u0000\u2066')).toBe('invoicefdp.exe');
  expect(safeText('invoice\u061Cfdp')).toBe('invoicefdp');
  expect(safeText('<b>Tür\n</b>')).toBe('<b>Tür\n</b>');
});

test('text from a feed is cut to its length, never inside a character', () => {
  expect(safeText('abcdef', 4)).toBe('abc…');
  expect(safeText('😀😀😀', 2)).toBe('😀…');
  expect(safeText('x'.repeat(10_000_000), 10)).toHaveLength(10);
});

test.each([
  ['https://example.com/a?b=1', 'https://example.com/a?b=1'],
  ['HTTP://Example.com', 'http://example.com/'],
  ['javascript:alert(1)', null],
  [' java\nscript:alert(1)', null],
  ['data:text/html,<script>', null],
  ['//example.com', null],
  ['not an address', null],
])('%j becomes the link %j', (address, href) => expect(safeHref(address)).toBe(href));

test('an error code reads as words', () => {
  expect(codeLabel('feed-http-error')).toBe('Feed HTTP error');
  expect(codeLabel('title-missing')).toBe('Title missing');
});
