/** Feeds use the same few texts over and over; a hostile one must not fill the memory with others. */
const MAX_RESULTS = 1000;
const MAX_KEY_LENGTH = 100;

/** A function that computes the result of a text once: up to a thousand results of short texts are kept. */
export function remember<Result extends string | null>(
  compute: (key: string) => Result,
): (key: string) => Result | string {
  const results = new Map<string, Result | string>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute(key);
    if (results.size < MAX_RESULTS && key.length <= MAX_KEY_LENGTH)
      results.set(copyOf(key), result === null ? result : copyOf(result));
    return result;
  };
}

/** A part of a text keeps the whole text in memory; a copy does not. */
function copyOf(part: string): string {
  return Buffer.from(part).toString();
}
