import type { SourceConfig } from './source.ts';

/** The request headers of a source, secrets among them: for the feed's server alone. */
export function requestHeadersOf(
  source: Pick<SourceConfig, 'headers' | 'basicAuth'>,
): Record<string, string> {
  const { headers = {}, basicAuth: auth } = source;
  if (!auth) return headers;
  const credentials = Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
  return { ...headers, Authorization: `Basic ${credentials}` };
}
