/**
 * JSON on one line also for readers that end lines at the line breaks of Unicode, which JSON leaves as they are: httpx
 * for Python and readline of Node do.
 */
export function jsonLine(value: unknown): string {
  return escaped(JSON.stringify(value), /[\u0085\u2028\u2029]/g);
}

/** The same, for a script element of an HTML page. */
export function jsonLineForHtml(value: unknown): string {
  return escaped(JSON.stringify(value), /[<>&\u0085\u2028\u2029]/g);
}

/** Values as JSON, a line each. */
export async function* jsonLines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${jsonLine(value)}\n`;
}

function escaped(json: string, characters: RegExp): string {
  return json.replace(
    characters,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
