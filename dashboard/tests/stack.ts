import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { startTestStack } from '@feedflow/infra/testing/suite/stack';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { createLog } from '@feedflow/shared/process/log';

/** A running Feedflow: API, worker, feeds and a built dashboard. */
export interface Stack {
  /** The dashboard's address, without a slash at the end. */
  dashboardUrl: string;
  stop(): Promise<void>;
}

/** Starts a run of a source, or of all. @param url of the API or of a dashboard */
export function startImport(url: string, source?: string): Promise<Response> {
  return fetch(`${url}/api/import/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source }),
  });
}

/** The stack at FEEDFLOW_DASHBOARD_URL if it is set, else a new one with three sources. */
export async function startStack(): Promise<Stack> {
  const dashboardUrl = process.env['FEEDFLOW_DASHBOARD_URL'];
  if (dashboardUrl) return { dashboardUrl, stop: async () => undefined };
  const stack = await startTestStack({
    // Hourly: after the first run of each, only the test starts them.
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

/** A stack whose sources run only on request, and whose database can reject jobs. */
export interface CommandStack extends Stack {
  /** The URL of a feed that is not a source yet. */
  newFeedUrl: string;
  /** Makes MongoDB reject all written jobs, or accept them again. */
  refuseJobs(refuse: boolean): Promise<void>;
}

export async function startCommandStack(): Promise<CommandStack> {
  const sandbox = await createSandbox();
  const onDemand = { intervalMinutes: 60, enabled: false };
  let newFeedUrl = '';
  const stack = await startTestStack({
    env: { MONGODB_URI: sandbox.mongoUri, REDIS_PREFIX: sandbox.redisPrefix },
    sources: (url, feeds) => {
      newFeedUrl = url + feeds.publish('new', { records: 40, broken: 3 });
      const refused = url + feeds.publish('refused', { records: 700 });
      const endless = url + feeds.publish('endless', { records: 50_000, pauseMs: 500 });
      return [
        { name: 'Refused', url: refused, ...onDemand },
        { name: 'Endless', url: endless, ...onDemand },
      ];
    },
  });
  const log = createLog('test', { level: 'silent', pretty: false });
  const mongo = await connectMongo(
    { log },
    { uri: sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' },
  );
  return {
    dashboardUrl: stack.dashboardUrl,
    newFeedUrl,
    async refuseJobs(refuse) {
      await mongo.db().command({ collMod: 'jobs', validator: refuse ? { title: { $type: 'int' } } : {} });
    },
    async stop() {
      await mongo.close();
      await stack.close();
      await sandbox.close();
    },
  };
}
