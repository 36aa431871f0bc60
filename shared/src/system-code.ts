/**
 * The `code` of an error of Node or of a library, such as ECONNRESET; undefined for one without. Errors of Feedflow
 * have theirs by `errorCode`.
 */
export function systemCode(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}
