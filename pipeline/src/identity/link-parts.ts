/*
 * Parts of a link that may change although the job stays: '#' (the fragment), ';name' (a parameter in the path, such
 * as a session id) and 'name' (a query parameter). Links are cut as text: a URL object would cost a microsecond each,
 * and what is not well-formed has to be comparable too.
 */

interface Cut {
  /** Before any parameter. */
  path: string;
  /** Each with its name, in order. */
  parts: { name: string; text: string }[];
}

function cut(link: string): Cut {
  const hash = link.indexOf('#');
  const beforeHash = hash === -1 ? link : link.slice(0, hash);
  const mark = beforeHash.indexOf('?');
  const written = mark === -1 ? beforeHash : beforeHash.slice(0, mark);
  const parts: Cut['parts'] = [];
  const semicolon = written.indexOf(';');
  const path = semicolon === -1 ? written : written.slice(0, semicolon);
  if (semicolon !== -1) {
    for (const text of written.slice(semicolon + 1).split(';'))
      parts.push({ name: `;${nameOf(text)}`, text: `;${text}` });
  }
  if (mark !== -1) {
    for (const text of beforeHash.slice(mark + 1).split('&')) parts.push({ name: nameOf(text), text });
  }
  if (hash !== -1) parts.push({ name: '#', text: link.slice(hash) });
  return { path, parts };
}

function nameOf(parameter: string): string {
  const equals = parameter.indexOf('=');
  return equals === -1 ? parameter : parameter.slice(0, equals);
}

/** A link without the parts of these names. The rest stays as it is written. */
export function withoutParts(link: string, ignored: ReadonlySet<string>): string {
  if (ignored.size === 0) return link;
  const { path, parts } = cut(link);
  const kept = parts.filter(({ name }) => !ignored.has(name));
  if (kept.length === parts.length) return link;
  const inPath = kept.filter(({ name }) => name.startsWith(';')).map(({ text }) => text);
  const query = kept.filter(({ name }) => name !== '#' && !name.startsWith(';')).map(({ text }) => text);
  const fragment = kept.find(({ name }) => name === '#')?.text ?? '';
  return `${path}${inPath.join('')}${query.length === 0 ? '' : `?${query.join('&')}`}${fragment}`;
}

/** The names of the parts in which two links differ; null if they differ in more, none if they are the same. */
export function differingParts(one: string, other: string): string[] | null {
  if (one === other) return [];
  const [a, b] = [cut(one), cut(other)];
  if (a.path !== b.path) return null;
  const names = new Set([...a.parts, ...b.parts].map(({ name }) => name));
  const textOf = ({ parts }: Cut, name: string) =>
    parts
      .filter((part) => part.name === name)
      .map(({ text }) => text)
      .join('&');
  return [...names].filter((name) => textOf(a, name) !== textOf(b, name));
}

/** Whether a link has neither a path nor a query, so that no job can be identified by it. */
export function isHomePage(link: string): boolean {
  return /^https?:\/\/[^/?#]*\/?$/i.test(link.slice(0, 4000));
}
