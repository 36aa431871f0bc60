/** Where the dashboard's server has a route of the API: below /api, as everything that it passes on. */
export function browserPath(path: string): string {
  return path.startsWith('/api/') ? path : `/api${path}`;
}
