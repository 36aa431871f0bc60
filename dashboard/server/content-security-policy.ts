/**
 * The Content-Security-Policy of a page: only scripts with this response's nonce and what they load, nothing from
 * other origins, no eval. Inline styles are allowed because Mantine sets its variables in style attributes.
 *
 * @param nonce unguessable, and different for every response
 * @param development allows eval, which React needs for error messages in development
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
