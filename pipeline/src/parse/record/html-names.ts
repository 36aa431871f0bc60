import { asciiLower } from '../markup.ts';

/** HTML elements that may stand in a description. */
export const HTML_NAMES: ReadonlySet<string> = new Set(
  (
    'a abbr address article aside audio b big blockquote body br button center cite code col dd del div dl dt em embed ' +
    'fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li ' +
    'link main map mark meta nav nobr noscript object ol option p picture pre q s script section select small source span ' +
    'strike strong style sub sup svg table tbody td tfoot th thead title tr tt u ul var video wbr'
  ).split(' '),
);

/** Of the longest of them. */
export const MAX_HTML_NAME = 10;

/** Whether an element of this name may be HTML: also with a prefix, as word processors write. */
export function isHtmlName(name: string): boolean {
  return name.includes(':') || HTML_NAMES.has(asciiLower(name));
}
