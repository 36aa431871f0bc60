import { secretsFate } from '@feedflow/shared/model/source-secrets';
import { safeText } from '../format/text.ts';

/** Names of the secrets of a source: their values are not known here. */
export interface Secrets {
  headerNames: readonly string[];
  basicAuth: boolean;
}

/** What becomes of a source's secrets at another address. */
export interface SecretsMove {
  fate: 'kept' | 'on-request' | 'dropped';
  /** The secrets in words, to begin a sentence with. */
  what: string;
  /** The server of the new address: scheme, host and port. */
  server: string;
}

/** Null where there is nothing to tell: no secrets, no other address, or none that can be read. */
export function secretsMove(secrets: Secrets, from: string, to: string): SecretsMove | null {
  const what = secretsLabel(secrets);
  const server = URL.parse(to)?.origin;
  if (!what || !server || server === 'null' || to === from) return null;
  return { fate: secretsFate(from, to), what, server };
}

/** Such as "Header X-Key, user name and password"; null for none. */
export function secretsLabel({ headerNames, basicAuth }: Secrets): string | null {
  const names = headerNames.map((name) => safeText(name, 100)).join(', ');
  const headers = names && `${headerNames.length > 1 ? 'headers' : 'header'} ${names}`;
  const words = [headers, basicAuth ? 'user name and password' : ''].filter(Boolean).join(' and ');
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : null;
}
