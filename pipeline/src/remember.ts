/** Feeds use the same few texts over and over; a hostile one must not fill the memory with others. */
const MAX_RESULTS = 1000;
const MAX_KEY_LENGTH = 100;

/**
 * A function that computes the result of a text once. Up to a thousand results of short texts are kept; then it starts
 * over, so that the texts of one feed do not take the place of those of the next.
 */
export function remember<Result extends string | null>(
  compute: (key: string) => Result,
): (key: string) => Result {
  const results = new Map<string, Result>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute(key);
    if (key.length > MAX_KEY_LENGTH) return result;
    if (results.size === MAX_RESULTS) results.clear();
    results.set(copyOf(key), result === null ? result : copyOf(result));
    return result;
  };
}

/** A part of a text keeps the whole text in memory; a copy does not. */
function copyOf<Text extends string>(part: Text): Text {
  return Buffer.from(part).toString() as Text;
}
