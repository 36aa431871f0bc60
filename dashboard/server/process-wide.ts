/**
 * Returns a value that exists once per process, and makes it on first use. It is kept with the process, not with the
 * module: Next loads the proxy and each route as a bundle of its own.
 */
export function processWide<Kept>(name: string, make: () => Kept): Kept {
  const store = globalThis as Record<symbol, Kept | undefined>;
  const key = Symbol.for(`feedflow.dashboard.${name}`);
  const kept = store[key] ?? make();
  store[key] = kept;
  return kept;
}
