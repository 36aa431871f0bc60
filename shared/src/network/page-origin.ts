/**
 * Whether a Sec-Fetch-Site header says that the page of another origin sent the request. Browsers set it and no page
 * can change it; `none` is a person who typed the address. Programs and old browsers leave it out.
 */
export function isForeignSite(secFetchSite: string | null | undefined): boolean {
  return Boolean(secFetchSite) && secFetchSite !== 'same-origin' && secFetchSite !== 'none';
}

/** Whether an Origin header names one of these hosts, each with its port as a Host header has it. */
export function isOriginOf(origin: string, hosts: readonly (string | null)[]): boolean {
  const host = URL.parse(origin)?.host;
  return Boolean(host) && hosts.includes(host ?? null);
}
