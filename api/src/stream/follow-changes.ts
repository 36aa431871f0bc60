import type { Changes, ChangesRead } from '@feedflow/shared/mongo/jobs/changes';
import type { ChangeWatch } from './change-watch.ts';
import type { SseClient } from './sse.ts';

/** Changes sent before the client must have taken them: fewer than a client that does not read is dropped at. */
export const CHANGES_AT_A_TIME = 100;

/**
 * Sends a client the changes of a first page, and every change from then on, each with its cursor as id.
 *
 * @param first what follows the cursor of the client
 */
export async function followChanges(
  { changes, watch }: { changes: Pick<Changes, 'read'>; watch: ChangeWatch },
  client: SseClient,
  first: ChangesRead,
): Promise<void> {
  let stopWaiting = () => {};
  client.onClose(() => stopWaiting());
  for (let page = first; !client.closed; ) {
    for (const change of page.items) client.send({ id: change.cursor, event: 'change', data: change });
    await client.drained();
    const { version } = watch;
    const cursor = page.nextCursor;
    page = await changes.read({ cursor, limit: CHANGES_AT_A_TIME });
    if (page.nextCursor !== cursor) continue;
    if (client.closed) return;
    await new Promise<void>((resolve) => {
      const forget = watch.onceAfter(version, resolve);
      stopWaiting = () => {
        forget();
        resolve();
      };
    });
  }
}
