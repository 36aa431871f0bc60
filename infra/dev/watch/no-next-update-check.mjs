// Loaded into every process of `npm run dev`. `next dev` requests its newest version from the npm registry and has
// no setting to turn this off, so this one request is refused; Next then shows its version as unknown.
const checkedPath = '/-/package/next/dist-tags';
const realFetch = globalThis.fetch;

globalThis.fetch = function fetch(input, init) {
  if (typeof input === 'string' && input.endsWith(checkedPath)) {
    return Promise.reject(new Error('update checks are switched off'));
  }
  return realFetch(input, init);
};
