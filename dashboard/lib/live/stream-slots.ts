import type { GiveBack } from './connection.ts';

/** Over HTTP/1.1 a browser has six connections to a host for all its tabs: the others are for reading. */
const STREAMS = 4;

/**
 * Shares the streams that a browser may hold among its tabs, however many of them are in view.
 *
 * @param locks the browser's own, shared by all tabs; undefined where there are none (plain http)
 * @param multiplexed whether one connection carries any number of streams
 */
export function createStreamSlots(
  locks: LockManager | undefined,
  multiplexed: () => boolean,
): () => Promise<GiveBack | null> {
  return async () => {
    if (!locks || multiplexed()) return () => undefined;
    for (let n = 1; n <= STREAMS; n += 1) {
      const giveBack = await takeLock(locks, `feedflow-stream-${n}`);
      if (giveBack) return giveBack;
    }
    return null;
  };
}

/** Holds a lock until it is given back, or until the tab is closed. */
function takeLock(locks: LockManager, name: string): Promise<GiveBack | null> {
  return new Promise((resolve, reject) => {
    const held = locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await new Promise<void>((giveBack) => resolve(giveBack));
      else resolve(null);
    });
    held.catch(reject);
  });
}

/** Whether the page came over HTTP/2 or later. */
export function pageIsMultiplexed(): boolean {
  const [page] = performance.getEntriesByType('navigation');
  return page instanceof PerformanceNavigationTiming && /^h[23]/.test(page.nextHopProtocol);
}
