/** Any origin will do: it is there to see whether a path stays on it. */
const HERE = 'http://here.invalid';

/**
 * Where to go after logging in: the path that was asked for, or the start page where that is none of ours.
 * `//elsewhere`, `/\elsewhere` and the like are addresses of other sites, and are told by how browsers read them.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2_000 || !asked.startsWith('/')) return '/';
  const url = URL.parse(asked, HERE);
  if (!url || url.origin !== HERE || /^\/(?:login|api)(?:\/|$)/.test(url.pathname)) return '/';
  // `/.//elsewhere` is on our origin, but what is left of it once its dots are resolved is not.
  if (url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
