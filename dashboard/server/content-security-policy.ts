/**
 * What a page may load and run: only scripts that carry this answer's nonce and what those load, nothing from
 * elsewhere, no eval. Styles may be inline because Mantine sets its variables in style attributes.
 *
 * @param nonce unguessable, and another for every answer
 * @param development allows eval, by which React names errors while developing
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
