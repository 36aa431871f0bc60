/** Whether a path's percent-encoding is valid: Next's router fails with its own error otherwise. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
