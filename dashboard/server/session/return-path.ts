/** Any origin: it only serves to check whether a path stays on it. */
const HERE = 'http://here.invalid';

/**
 * The path to go to after the login: the requested path, or the start page if it is not one of the dashboard's.
 * `//elsewhere`, `/\elsewhere` and the like are URLs of other sites; they are detected by parsing as browsers do.
 */
export function returnPath(requested: unknown): string {
  if (typeof requested !== 'string' || requested.length > 2_000 || !requested.startsWith('/')) return '/';
  const url = URL.parse(requested, HERE);
  if (!url || url.origin !== HERE || /^\/(?:login|api)(?:\/|$)/.test(url.pathname)) return '/';
  // `/.//elsewhere` is on this origin, but its resolved path is not.
  if (url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
