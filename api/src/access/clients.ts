import { hash, timingSafeEqual } from 'node:crypto';

/** Who sent a request: the name of its token, and what that allows. */
export interface Client {
  name: string;
  /** Whether it showed a token. */
  authenticated: boolean;
  mayCommand: boolean;
}

export interface Tokens {
  token: string | undefined;
  readToken: string | undefined;
}

/** Where no token is set, the API listens on this machine only and every client that reaches it may do everything. */
const anyone: Client = { name: 'anyone', authenticated: false, mayCommand: true };

/**
 * Identifies clients by their bearer token. Hashes are compared, and always all of them, so that the time taken
 * reveals nothing about a token or its length.
 *
 * @returns null for a header that names nobody
 */
export function createClients({ token, readToken }: Tokens): (authorization: string) => Client | null {
  if (!token) return () => anyone;
  const known = [{ digest: digest(token), client: holder('API_TOKEN', true) }];
  if (readToken) known.push({ digest: digest(readToken), client: holder('API_READ_TOKEN', false) });
  return (authorization) => {
    // The name of a scheme is the same in any case (RFC 9110, 11.1).
    const [, given = ''] = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization) ?? [];
    const givenDigest = digest(given);
    const matches = known.filter((one) => timingSafeEqual(givenDigest, one.digest));
    return matches[0]?.client ?? null;
  };
}

function holder(name: string, mayCommand: boolean): Client {
  return { name, authenticated: true, mayCommand };
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
