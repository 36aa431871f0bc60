/** An address without its credentials, which may be shown and logged, and the header that carries them. */
export interface SafeAddress {
  url: URL;
  authorization: string | null;
}

/** Takes user and password out of a URL, where they would end up in logs, and makes a header of them. */
export function takeCredentials(address: URL): SafeAddress {
  if (address.username === '' && address.password === '') return { url: address, authorization: null };
  const user = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return { url, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}
