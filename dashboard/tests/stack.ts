import { startTestStack } from '@feedflow/infra/test/stack';

/** A whole Feedflow that runs: API, worker, feeds and a built dashboard. */
export interface Stack {
  /** The dashboard's address, without a slash at the end. */
  dashboardUrl: string;
  stop(): Promise<void>;
}

/** The stack at FEEDFLOW_DASHBOARD_URL where that is set, else one of its own with three sources. */
export async function startStack(): Promise<Stack> {
  const dashboardUrl = process.env['FEEDFLOW_DASHBOARD_URL'];
  if (dashboardUrl) return { dashboardUrl, stop: async () => undefined };
  const stack = await startTestStack({
    // Hourly, so that only the test starts them.
    sources: (url, feeds) => [
      { name: 'Small', url: url + feeds.publish('small', { records: 45 }), intervalMinutes: 60 },
      {
        name: 'Broken',
        url: url + feeds.publish('broken', { records: 300, broken: 12, duplicates: 5, dialect: 'wordpress' }),
        intervalMinutes: 60,
      },
      {
        name: 'Slow',
        url: url + feeds.publish('slow', { records: 2_000, pauseMs: 20 }),
        intervalMinutes: 60,
      },
    ],
  });
  return { dashboardUrl: stack.dashboardUrl, stop: stack.close };
}
