import { secretsFate } from '@feedflow/shared/model/source-secrets';
import { capitalized, safeText } from '../format/text.ts';

/** The names of a source's secrets: their values are not known here. */
export interface Secrets {
  headerNames: readonly string[];
  basicAuth: boolean;
}

/** What happens to a source's secrets when its URL changes. */
export interface SecretsMove {
  fate: 'kept' | 'on-request' | 'dropped';
  /** The label of the secrets, at the start of a sentence. */
  what: string;
  /** The origin of the new URL: scheme, host and port. */
  server: string;
}

/** Null without secrets, or if the URL is unchanged or invalid. */
export function secretsMove(secrets: Secrets, from: string, to: string): SecretsMove | null {
  const what = secretsLabel(secrets);
  const server = URL.parse(to)?.origin;
  if (!what || !server || server === 'null' || to === from) return null;
  return { fate: secretsFate(from, to), what, server };
}

/** "Header X-Key and user name and password"; null for none. */
export function secretsLabel({ headerNames, basicAuth }: Secrets): string | null {
  const names = headerNames.map((name) => safeText(name, 100)).join(', ');
  const headers = names && `${headerNames.length > 1 ? 'headers' : 'header'} ${names}`;
  const label = [headers, basicAuth ? 'user name and password' : ''].filter(Boolean).join(' and ');
  return label ? capitalized(label) : null;
}
