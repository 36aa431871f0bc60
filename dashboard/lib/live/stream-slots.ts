import type { ReleaseSlot } from './connection.ts';

/** Over HTTP/1.1 a browser has six connections per host for all tabs: the remaining ones are for reads. */
const STREAMS = 4;

/**
 * Shares the streams of a browser among its tabs.
 *
 * @param locks the browser's Web Locks, shared by all tabs; undefined if it has none (plain http)
 * @param multiplexed whether one connection carries any number of streams
 */
export function createStreamSlots(
  locks: LockManager | undefined,
  multiplexed: () => boolean,
): () => Promise<ReleaseSlot | null> {
  return async () => {
    if (!locks || multiplexed()) return () => undefined;
    for (let n = 1; n <= STREAMS; n += 1) {
      const releaseSlot = await takeLock(locks, `feedflow-stream-${n}`);
      if (releaseSlot) return releaseSlot;
    }
    return null;
  };
}

/** Holds a lock until it is released or the tab is closed. */
function takeLock(locks: LockManager, name: string): Promise<ReleaseSlot | null> {
  return new Promise((resolve, reject) => {
    const held = locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await new Promise<void>((releaseSlot) => resolve(releaseSlot));
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
