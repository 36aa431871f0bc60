import type { Database } from '@feedflow/shared/mongo/database';
import type { RoutesOf } from '../routing/route.ts';

/** GET /api/settings: what the processes read from their environments. */
export function settingsRoutes({
  processSettings,
}: Pick<Database, 'processSettings'>): RoutesOf<'listSettings'> {
  return {
    listSettings: {
      tag: 'Health',
      access: 'read',
      summary: 'The settings of the newest API, scheduler and worker',
      description:
        'A process stores its settings when it starts. `value` is null for a secret and without a value; `isChanged` says whether it is another than the default, of a secret whether it is set.',
      response: {
        description: 'The settings by process.',
        example: {
          items: [
            {
              process: 'worker',
              host: 'worker-7f9c',
              startedAt: '2026-01-31T12:00:00.000Z',
              settings: [
                { name: 'MONGODB_URI', value: null, isSecret: true, isChanged: true },
                { name: 'WORKER_CONCURRENCY', value: '8', isSecret: false, isChanged: true },
              ],
            },
          ],
        },
      },
      handle: async () => ({ items: await processSettings.list() }),
    },
  };
}
