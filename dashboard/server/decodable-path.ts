/** Whether a path's percent-encoding stands for text: Next's router answers others with an error of its own. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
