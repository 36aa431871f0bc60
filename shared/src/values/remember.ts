/** Feeds use the same few texts over and over; a hostile one must not fill the memory with others. */
const MAX_RESULTS = 1000;
const MAX_KEY_LENGTH = 100;

/**
 * A function that computes the result of a text once. Up to a thousand results of short texts are kept; then it starts
 * over, so that the texts of one feed do not take the place of those of the next.
 */
export function remember<Result>(compute: (key: string) => Result): (key: string) => Result {
  const results = new Map<string, Result>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    if (key.length > MAX_KEY_LENGTH) return compute(key);
    // A part of a text keeps the whole text in memory; a copy does not.
    const copy = Buffer.from(key).toString();
    const result = compute(copy);
    if (results.size === MAX_RESULTS) results.clear();
    results.set(copy, result);
    return result;
  };
}
