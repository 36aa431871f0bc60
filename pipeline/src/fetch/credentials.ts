/** An address without its credentials, which may be shown and logged, and the header that carries them. */
export interface SafeAddress {
  url: URL;
  authorization: string | null;
}

/**
 * Takes user and password out of a URL, where they would end up in logs, and makes a header of them.
 *
 * @returns null where their percent-encoding is malformed
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
