import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { HARMLESS_TAGS, HOSTILE_HTML } from '../../tests/hostile-html.ts';
import { FeedHtml } from './feed-html.tsx';

/** The content of the component's own element. */
function shown(html: string): string {
  return renderToStaticMarkup(<FeedHtml html={html} />).replace(/^<div[^>]*>|<\/div>$/g, '');
}

test.each(Object.entries(HOSTILE_HTML))('leaves only text and safe links of %s', (_, html) => {
  for (const [, tag = '', attributes = ''] of shown(html).matchAll(/<\/?([^\s/>]+)([^>]*)>?/g)) {
    expect(HARMLESS_TAGS).toContain(tag);
    const link = /^ href="https:\/\/evil\.test\/x" rel="noopener noreferrer nofollow" target="_blank"$/;
    expect(attributes.replace(/\s*\/$/, '').replace(link, '')).toBe('');
  }
  expect(shown(html)).not.toMatch(/[\u202a-\u202e]/);
});

test.each([
  ['<p>Night <b>shift</b> &amp; <em>more</em></p>', '<p>Night <b>shift</b> &amp; <em>more</em></p>'],
  [
    '<ul><li>one</li></ul><table><tr><td>x</td></tr></table>',
    '<ul><li>one</li></ul><table><tr><td>x</td></tr></table>',
  ],
  ['<h1>About us</h1><h3>You</h3>', '<h3>About us</h3><h3>You</h3>'],
  [
    '<a href="http://acme.example/a?b=1&amp;c=2" onclick="x()">more</a>',
    '<a href="http://acme.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">more</a>',
  ],
  ['<a href="mailto:a@b.example">write</a>', '<span>write</span>'],
  ['1 < 2 & 3', '1 &lt; 2 &amp; 3'],
])('keeps harmless HTML: %s', (html, clean) => expect(shown(html)).toBe(clean));

test('text without markup keeps its lines, HTML does not need to', () => {
  const outer = (html: string) => renderToStaticMarkup(<FeedHtml html={html} />);
  expect(outer('one\n\ntwo')).toContain('data-plain="true"');
  expect(outer('<p>one</p>\n<p>two</p>')).not.toContain('data-plain');
});

test('handles a description of any size and depth', () => {
  expect(shown('x'.repeat(1_000_000)).length).toBe(200_000);
  const depth = shown('<div>'.repeat(30_000)).match(/<div>/g)?.length;
  expect(depth).toBeLessThanOrEqual(50);
});
