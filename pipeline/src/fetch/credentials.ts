/** An address without its credentials, which may be shown and logged, and the header that carries them. */
export interface SafeAddress {
  url: URL;
  authorization: string | null;
}

/**
 * Moves user and password from a URL, which may be logged, to a header.
 *
 * @returns null if their percent-encoding is malformed
 */
export function takeCredentials(address: URL): SafeAddress | null {
  if (address.username === '' && address.password === '') return { url: address, authorization: null };
  const user = decoded(`${address.username}:${address.password}`);
  if (user === null) return null;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return { url, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
