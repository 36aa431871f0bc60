/**
 * Splits a title of two parts at the first `separator`; a title without it, or with nothing on one side,
 * is all in `after`.
 */
export function splitTitle(
  title: string | null,
  separator: RegExp,
): { before: string | null; after: string | null } {
  const match = title === null ? null : separator.exec(title);
  if (title === null || !match) return { before: null, after: title };
  const before = title.slice(0, match.index).trim();
  const after = title.slice(match.index + match[0].length).trim();
  return before === '' || after === '' ? { before: null, after: title } : { before, after };
}

/** The longest name, the longest place, the brackets and the spaces between them, in characters. */
const MAX_COMPANY_AND_PLACE_LENGTH = 400;

/** "Company (City, ST)", as some boards put it: the name and the place; null where a text is not of that form. */
export function companyAndPlace(text: string): { company: string; place: string } | null {
  const line = text.trim();
  if (line.length > MAX_COMPANY_AND_PLACE_LENGTH) return null;
  const match = /^(.{1,200}?)\s*\(([^()]{2,100})\)$/.exec(line);
  return match?.[1] && match[2] ? { company: match[1], place: match[2] } : null;
}
