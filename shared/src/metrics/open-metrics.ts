import type { Closers } from '../process/closers.ts';
import type { DatabaseClock } from '../process/database-clock.ts';
import type { Ping } from '../process/health.ts';
import type { Log } from '../process/log.ts';
import type { Metrics } from './metrics.ts';
import { type Collect, startMetricsServer } from './metrics-server.ts';
import { collectServices } from './service-collector.ts';

/**
 * Opens the metrics server of a process, and closes it with the process.
 *
 * @param deps.collectors what the process collects beside the state of its services
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export async function openMetrics(
  deps: {
    metrics: Metrics;
    pings: { mongodb: Ping; redis: Ping };
    databaseClock: Pick<DatabaseClock, 'skewMs'>;
    collectors?: Collect[];
    closers: Closers;
    log: Log;
  },
  settings: { METRICS_HOST: string; METRICS_PORT: number },
): Promise<void> {
  const { metrics, pings, databaseClock, collectors = [], closers, log } = deps;
  const collectSkew = async () => metrics.clockSkew.set(databaseClock.skewMs() / 1_000);
  const server = await startMetricsServer(
    { metrics, collectors: [collectServices(metrics, pings), collectSkew, ...collectors], log },
    { host: settings.METRICS_HOST, port: settings.METRICS_PORT },
  );
  closers.add('metrics server', () => server.close());
}
