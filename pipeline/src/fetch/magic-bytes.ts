/** The first bytes of a gzip file, a zip archive, and a zip archive without files. */
export const GZIP = [Buffer.from([0x1f, 0x8b, 0x08])];
export const ZIP = [Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.from('PK\u0005\u0006', 'latin1')];
/** Bytes that are enough to tell. */
export const MAGIC_LENGTH = 4;

export function beginsWith(bytes: Buffer, kinds: readonly Buffer[]): boolean {
  return kinds.some((magic) => bytes.subarray(0, magic.length).equals(magic));
}
