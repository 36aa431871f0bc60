/** A URL as it is typed, with https:// if it has no scheme. */
export function withScheme(typed: string): string {
  const url = typed.trim();
  if (url === '' || /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(url)) return url.replace(/^feed:\/\//i, 'https://');
  return `https://${url.replace(/^\/+/, '')}`;
}
