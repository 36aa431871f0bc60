import type { Changes } from '@feedflow/shared/mongo/jobs/changes';
import type { Log } from '@feedflow/shared/process/log';
import type { RoutesOf } from '../routing/route.ts';
import { createChangeWatch } from '../stream/change-watch.ts';
import { CHANGES_AT_A_TIME, followChanges } from '../stream/follow-changes.ts';
import type { OpenStreams } from '../stream/open-streams.ts';
import { changeExample } from './job-examples.ts';

const route = { tag: 'Jobs', access: 'read' } as const;

/** GET /api/changes and /api/changes/stream: what happened to jobs, in the order in which it was committed. */
export function changeRoutes(deps: {
  changes: Changes;
  streams: OpenStreams;
  log: Log;
}): RoutesOf<'listChanges' | 'followChanges'> {
  const { changes, streams } = deps;
  const watch = createChangeWatch(deps);

  return {
    listChanges: {
      ...route,
      summary: 'Changes of jobs, in the order in which they were committed',
      description:
        'From the beginning without a cursor: first all stored jobs. Of each job only the latest change is listed, with the job as it is now. Store what is `new`, `updated` or `reopened` by its `dedupeKey`, remove what is `closed` or `expired`, then keep `nextCursor`: it is always present, and equals the cursor of the request when there is nothing more for now. A page may be empty and not the last one.',
      response: {
        description: 'A page of changes.',
        example: { items: [changeExample], nextCursor: changeExample.cursor },
      },
      errors: ['cursor-expired'],
      handle: ({ query: { cursor, limit } }) => changes.read({ cursor, limit }),
    },
    followChanges: {
      ...route,
      summary: 'Changes of jobs as they happen, as server-sent events',
      description:
        'A `change` event per item of GET /api/changes after the cursor, whose id is its cursor, and a comment every 15 s. New changes follow within about a second. A client that reconnects with Last-Event-ID continues after that event.',
      response: { description: 'A stream of events.' },
      errors: ['cursor-expired', 'too-many-clients'],
      handle: async ({ query, ctx }) => {
        const cursor = ctx.get('Last-Event-ID') || query.cursor;
        const opened = await streams.open(ctx, () => changes.read({ cursor, limit: CHANGES_AT_A_TIME }));
        if (!opened) return;
        const { client, checked } = opened;
        void followChanges({ changes, watch }, client, checked).catch(() => client.end());
      },
    },
  };
}
