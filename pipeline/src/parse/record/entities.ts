import { decodeHTMLStrict } from 'entities/decode';

/**
 * Decodes the five XML entities, numeric references and the HTML names, once. Unknown names and a bare
 * '&' stay as they are; a name needs its ';', so that '&copy=1' in a URL is not changed.
 */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}
