import { Binary } from 'mongodb';

/** Hex digits of a key. */
const DIGITS = 40;

/** Keys of jobs in 20 bytes each, once each and in their order. @param keys each of 40 hex digits */
export function packKeys(keys: readonly string[]): Binary {
  return new Binary(Buffer.from([...new Set(keys)].sort().join(''), 'hex'));
}

/** The keys in their order. */
export function unpackKeys(packed: Binary): string[] {
  const digits = Buffer.from(packed.value()).toString('hex');
  return Array.from({ length: digits.length / DIGITS }, (_, index) =>
    digits.slice(index * DIGITS, (index + 1) * DIGITS),
  );
}
