import { decodeHTMLStrict } from 'entities/decode';
import { SECTIONS } from '../markup.ts';

/**
 * Decodes the five XML entities, numeric references and the HTML names, once. Unknown names and a bare
 * '&' stay as they are; a name needs its ';', so that '&copy=1' in a URL is not changed.
 *
 * A text that is a CDATA section when decoded is what that section holds: a program wrote the marks of the section as
 * text.
 */
export function decodeEntities(text: string): string {
  return text.includes('&') ? withoutSection(decodeHTMLStrict(text)) : text;
}

function withoutSection(decoded: string): string {
  const { start, end } = SECTIONS.cdata;
  const from = decoded.search(/\S/);
  if (from === -1 || !decoded.startsWith(start, from)) return decoded;
  const text = decoded.trimEnd();
  return text.endsWith(end) ? text.slice(from + start.length, -end.length) : decoded;
}
