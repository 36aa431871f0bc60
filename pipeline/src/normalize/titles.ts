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
  return splitAt(title, match.index, match.index + match[0].length);
}

/** Splits a title around the separator that stands between two of its places. */
export function splitAt(
  title: string,
  separatorStart: number,
  separatorEnd: number,
): { before: string | null; after: string | null } {
  const before = title.slice(0, separatorStart).trim();
  const after = title.slice(separatorEnd).trim();
  return before === '' || after === '' ? { before: null, after: title } : { before, after };
}

const MAX_COMPANY_LENGTH = 200;
const MAX_PLACE_LENGTH = 100;

/** "Company (City, ST)", as some boards put it: the name and the place; null where a text is not of that form. */
export function companyAndPlace(text: string): { company: string; place: string } | null {
  const line = text.trim();
  const open = line.lastIndexOf('(');
  if (open === -1 || !line.endsWith(')')) return null;
  const company = line.slice(0, open).trimEnd();
  const place = line.slice(open + 1, -1);
  if (company === '' || company.length > MAX_COMPANY_LENGTH) return null;
  if (place.length < 2 || place.length > MAX_PLACE_LENGTH || place.includes(')')) return null;
  return { company, place };
}

/** Where the bracketed pieces at the end of a text begin: "Acme (Berlin) (remote)" has two. */
export function endOfUnbracketed(text: string): number {
  let end = text.length;
  for (;;) {
    const rest = text.slice(0, end).trimEnd();
    const open = rest.lastIndexOf('(');
    if (!rest.endsWith(')') || open === -1 || rest.indexOf(')', open) !== rest.length - 1) return end;
    end = open;
  }
}
