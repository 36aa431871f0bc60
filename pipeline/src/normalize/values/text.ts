import { decodeHTMLStrict } from 'entities/decode';
import { escapeText } from 'entities/escape';

/** Most texts need no change: one test shows that. */
const UNTIDY_LINE = /[^ -~\u00a1-\u1fff]| {2}|^ | $/;
const UNTIDY_TEXT = /[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const CONTROL = /[^\P{Cc}\s]|[\ufffe\uffff\ufeff]/gu;
const ESCAPED = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/i;
const MAX_ESCAPED_TAG_LENGTH = 500;
const MAX_DESCRIPTION_LENGTH = 100_000;
const MAX_HEADING_LENGTH = 500;

/** HTML elements within a line, and those that begin another; any other <name> may be meant: "List<String>". */
const INLINE_TAG =
  /<\/?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:[\s/][^<>]*)?>/gi;
const OTHER_TAG =
  /<\/?(?:blockquote|body|br|center|dd|div|dl|dt|embed|figure|h[1-6]|head|hr|html|iframe|img|input|li|meta|noscript|ol|p|pre|script|section|style|svg|table|tbody|td|th|thead|tr|ul)(?:[\s/][^<>]*)?>|<![^<>]*>/gi;

/**
 * A one-line text: entities that were escaped twice are decoded once, tags and control characters removed, white space
 * collapsed, cut to `maxLength` characters; null if nothing is left.
 */
export function cleanText(text: string | null, maxLength: number): string | null {
  if (text === null) return null;
  const unescaped = unescapedOnce(text);
  return oneLine(unescaped.includes('<') ? withoutHtmlTags(unescaped) : unescaped, maxLength);
}

/** As `cleanText`, of a text that is known to be HTML: what is a tag only after decoding is text. */
export function cleanHtmlLine(text: string | null, maxLength: number): string | null {
  return text === null ? null : oneLine(unescapedOnce(withoutHtmlTags(text)), maxLength);
}

/** As `cleanText`, of a text that is known to be no HTML: nothing in it is a tag. */
export function cleanWords(text: string | null, maxLength: number): string | null {
  return text === null ? null : oneLine(unescapedOnce(text), maxLength);
}

function unescapedOnce(text: string): string {
  return text.includes('&') && ESCAPED.test(text) ? decodeHTMLStrict(text) : text;
}

function oneLine(decoded: string, maxLength: number): string | null {
  if (!UNTIDY_LINE.test(decoded)) return decoded === '' ? null : clip(decoded, maxLength);
  const line = withoutControls(decoded)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return line === '' ? null : clip(line, maxLength);
}

function withoutHtmlTags(text: string): string {
  return text.replace(INLINE_TAG, '').replace(OTHER_TAG, ' ');
}

/**
 * A description: HTML as it is in the feed, without control characters and without a superfluous layer of escaping.
 *
 * @param isExact whether the text is known to be HTML, so that no layer is superfluous
 */
export function cleanDescription(text: string | null, isExact = false): string | null {
  if (text === null) return null;
  const unescaped = !isExact && isEscapedHtml(text) ? decodeHTMLStrict(text) : text;
  const clean = withoutControls(unescaped).trim();
  return clean === '' ? null : clip(clean, MAX_DESCRIPTION_LENGTH);
}

/** A part of a description. */
export interface Section {
  /** A line, no HTML. */
  heading: string | null;
  text: string | null;
}

/** The description that has these sections, each behind its heading. A section without a text is left out. */
export function joinSections(sections: Section[]): string | null {
  const html = sections.flatMap((section) => {
    const text = cleanDescription(section.text);
    if (text === null) return [];
    const heading = cleanText(section.heading, MAX_HEADING_LENGTH);
    return heading === null ? text : `<h3>${escapeText(heading)}</h3>\n${text}`;
  });
  return cleanDescription(html.join('\n'), true);
}

/** Whether all tags of a text are escaped: its HTML was escaped once more than needed. */
function isEscapedHtml(text: string): boolean {
  return text.includes('&lt;') && !hasTag(text) && hasEscapedTag(text.slice(0, MAX_DESCRIPTION_LENGTH));
}

function hasTag(text: string): boolean {
  const start = text.search(/<\/?[a-z]/i);
  return start !== -1 && text.includes('>', start);
}

/** Whether the start of an escaped tag is followed closely by an end, without a '<' between them. */
function hasEscapedTag(text: string): boolean {
  let contentStart = Number.NEGATIVE_INFINITY;
  for (const { 0: mark, index } of text.matchAll(/&lt;\/?[a-z]|&gt;|</gi)) {
    if (mark === '<') contentStart = Number.NEGATIVE_INFINITY;
    else if (mark.length > '&gt;'.length) contentStart = index + mark.length;
    else if (index - contentStart <= MAX_ESCAPED_TAG_LENGTH) return true;
  }
  return false;
}

function withoutControls(text: string): string {
  return UNTIDY_TEXT.test(text) ? text.replace(CONTROL, '').toWellFormed() : text;
}

/** At most `maxLength` characters, never half of a surrogate pair. */
export function clip(text: string, maxLength: number): string {
  return text.length > maxLength
    ? text
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\ufffd$/, '')
    : text;
}

/** The text of a part of HTML, to search in it: without tags, entities decoded, lines kept. */
export function plainText(html: string): string {
  const lines = html.replace(/<br\s*\/?>|<\/(?:p|div|li|h\d|tr)>/gi, '\n');
  return decodeHTMLStrict(withoutTags(lines)).replace(/[ \t\u00a0]+/g, ' ');
}

/** A space for everything from a '<' to the next '>'. */
function withoutTags(html: string): string {
  const texts: string[] = [];
  let from = 0;
  for (let lt = html.indexOf('<'); lt !== -1; lt = html.indexOf('<', from)) {
    const gt = html.indexOf('>', lt);
    if (gt === -1) break;
    texts.push(html.slice(from, lt));
    from = gt + 1;
  }
  texts.push(html.slice(from));
  return texts.join(' ');
}
