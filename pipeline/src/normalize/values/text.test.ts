import { describe, expect, test } from 'vitest';
import { cleanDescription, cleanText } from './text.ts';
import { cleanUrl } from './urls.ts';

describe('a line of text', () => {
  test.each([
    ['  a \n\t b\u00a0c ', 'a b c'],
    ['R&amp;D', 'R&D'],
    ['R&amp;amp;D', 'R&amp;D'],
    ['caf&eacute;', 'café'],
    ['AT&T; more', 'AT&T; more'],
    ['a\u0000b\u0007\u001bc\u009f\ufeff\uffff', 'abc'],
    ['half \ud83d pair', 'half \ufffd pair'],
    [' \n ', null],
    ['', null],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanText(text, 100)).toBe(expected);
  });

  test('is cut between characters', () => {
    expect(cleanText('abc🎉', 4)).toBe('abc');
    expect(cleanText('x'.repeat(2000), 1000)).toHaveLength(1000);
  });
});

describe('a description', () => {
  test.each([
    ['<p>a &amp; b</p>', '<p>a &amp; b</p>'],
    ['&lt;p&gt;a&lt;/p&gt;', '<p>a</p>'],
    ['<p>use &lt;b&gt; for bold</p>', '<p>use &lt;b&gt; for bold</p>'],
    ['5 &lt; 6', '5 &lt; 6'],
    ['\n\t text\u0000 \n', 'text'],
    ['  ', null],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanDescription(text)).toBe(expected);
  });

  test('has a maximum length', () => {
    expect(cleanDescription('x'.repeat(1_000_000))?.length).toBe(100_000);
  });
});

describe('a URL', () => {
  test.each([
    ['https://a.example/x?a=1&b=2', 'https://a.example/x?a=1&b=2'],
    ['https://a.example/x?a=1&amp;b=2', 'https://a.example/x?a=1&b=2'],
    ['https://a.example/?p=1&#038;q=2', 'https://a.example/?p=1&q=2'],
    [' https://a.example/x\n', 'https://a.example/x'],
    ['https://a.example/x>', 'https://a.example/x'],
    ['https://a.example/x y', 'https://a.example/x%20y'],
    ['https://a.example/x\ny', 'https://a.example/x'],
    ['https://a.example/x https://a.example/y', 'https://a.example/x'],
    ['https://a.example/Zürich', 'https://a.example/Z%C3%BCrich'],
    ['/jobs/1', 'https://feed.example/jobs/1'],
    ['jobs/1', 'https://feed.example/feeds/jobs/1'],
    ['//b.example/1', 'https://b.example/1'],
    ['?id=1', 'https://feed.example/feeds/all.xml?id=1'],
    ['HTTPS://A.example/X', 'HTTPS://A.example/X'],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['mailto:jobs@a.example', null],
    ['ftp://a.example/x', null],
    ['file:///etc/passwd', null],
    ['http://', null],
    ['', null],
    [`https://a.example/${'x'.repeat(5000)}`, null],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanUrl(text, 'https://feed.example/feeds/all.xml')).toBe(expected);
  });
});
