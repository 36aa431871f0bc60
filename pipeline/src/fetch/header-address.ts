import { isUtf8 } from 'node:buffer';

/**
 * Addresses in a response header, whose bytes undici returns as Latin-1: servers write them in UTF-8 too, without
 * percent-encoding, and browsers read that.
 */
export function headerAddress(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : header;
}
