/** How an action on one of several things ended; `error` is null where it succeeded. */
export interface ItemResult<Item> {
  item: Item;
  error: unknown;
}

/** So few that other requests of the page are not held up: browsers open six connections per server. */
const CONCURRENCY = 3;

/**
 * Performs an action on each of several things, a few at a time. One that fails does not stop the others.
 *
 * @param onDone called after each one with how many are done
 * @returns the results, in the order of the things
 */
export async function performAll<Item>(
  items: readonly Item[],
  perform: (item: Item) => Promise<unknown>,
  onDone: (done: number) => void = () => undefined,
): Promise<ItemResult<Item>[]> {
  const results: ItemResult<Item>[] = [];
  const waiting = items.entries();
  let done = 0;
  async function work(): Promise<void> {
    for (const [index, item] of waiting) {
      results[index] = await perform(item).then(
        () => ({ item, error: null }),
        (error: unknown) => ({ item, error }),
      );
      done += 1;
      onDone(done);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return results;
}
