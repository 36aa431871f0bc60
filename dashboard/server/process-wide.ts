/**
 * Returns a value that exists once per process and is created on first use. It is stored globally, not in the module:
 * Next loads the proxy and each route as a separate bundle.
 */
export function processWide<Kept>(name: string, make: () => Kept): Kept {
  const store = globalThis as Record<symbol, Kept | undefined>;
  const key = Symbol.for(`feedflow.dashboard.${name}`);
  const kept = store[key] ?? make();
  store[key] = kept;
  return kept;
}
