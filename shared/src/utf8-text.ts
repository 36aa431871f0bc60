/**
 * The text of a file or body that others wrote, without the byte order mark that editors of Windows begin files with.
 *
 * @throws Error where it is in another encoding: its letters would be lost
 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('it is not in UTF-8: save it in that encoding', { cause });
  }
}
