/**
 * Splits a title of two parts at the first `separator`; a title without it, or with an empty side, is
 * `after` as a whole.
 */
export function splitTitle(
  title: string | null,
  separator: RegExp,
): { before: string | null; after: string | null } {
  const match = title === null ? null : separator.exec(title);
  if (title === null || !match) return { before: null, after: title };
  return splitAt(title, match.index, match.index + match[0].length);
}

/** Splits a title around the separator between two indexes. */
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
const MAX_LOCATION_LENGTH = 100;

/** "Company (City, ST)", as some boards write it: the name and the location; null for other forms. */
export function companyAndLocation(text: string): { company: string; location: string } | null {
  const line = text.trim();
  const open = line.lastIndexOf('(');
  if (open === -1 || !line.endsWith(')')) return null;
  const company = line.slice(0, open).trimEnd();
  const location = line.slice(open + 1, -1);
  if (company === '' || company.length > MAX_COMPANY_LENGTH) return null;
  if (location.length < 2 || location.length > MAX_LOCATION_LENGTH || location.includes(')')) return null;
  return { company, location };
}

/** Start of the parts in brackets at the end of a text: "Acme (Berlin) (remote)" has two. */
export function endOfUnbracketed(text: string): number {
  let end = text.length;
  for (;;) {
    const rest = text.slice(0, end).trimEnd();
    const open = rest.lastIndexOf('(');
    if (!rest.endsWith(')') || open === -1 || rest.indexOf(')', open) !== rest.length - 1) return end;
    end = open;
  }
}
