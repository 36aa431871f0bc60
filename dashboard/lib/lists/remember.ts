const REMEMBERED_SECONDS = 365 * 86_400;

/** Keeps a choice in the browser, in a cookie: the server needs it to render the first page. */
export function remember(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http
  document.cookie = `${cookie}=${value}; Path=/; Max-Age=${REMEMBERED_SECONDS}; SameSite=Lax`;
}
