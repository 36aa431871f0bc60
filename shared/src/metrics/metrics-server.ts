import { errorMessage } from '../errors.ts';
import { durationLabel } from '../model/duration-label.ts';
import type { Log } from '../process/log.ts';
import { type SideServer, sendJson, startSideServer } from '../process/side-server.ts';
import { withTimeout } from '../process/with-timeout.ts';
import type { Metrics } from './metrics.ts';

/** Finds something out and sets gauges by it. */
export type Collect = () => Promise<void>;

/** Prometheus gives up on a scrape after 10 s by default. */
const COLLECT_TIMEOUT_MS = 3_000;

/**
 * Serves GET /metrics in Prometheus's text format. Gauges are set at each scrape: a collector that exceeds its timeout
 * does not delay the response, and is not called again before it has ended.
 *
 * @param options port: 0 for no server. timeoutMs: of each collector
 * @throws FeedflowError 'settings-invalid' where the port is taken
 */
export function startMetricsServer(
  deps: { metrics: Metrics; collectors: Collect[]; log: Log },
  { timeoutMs = COLLECT_TIMEOUT_MS, ...address }: { host: string; port: number; timeoutMs?: number },
): Promise<SideServer> {
  const { registry } = deps.metrics;
  const pending = new Map<Collect, Promise<void>>();
  let collecting: Promise<unknown> | null = null;

  /** Concurrent scrapes share one collection. */
  async function collect(): Promise<void> {
    collecting ??= Promise.all(deps.collectors.map(collectInTime));
    await collecting;
    collecting = null;
  }

  async function collectInTime(collector: Collect): Promise<void> {
    const late = () => new Error(`no response within ${durationLabel(timeoutMs)}`);
    try {
      await withTimeout(pending.get(collector) ?? begin(collector), timeoutMs, late);
    } catch (error) {
      deps.log.debug({ reason: errorMessage(error, 200) }, 'some metrics could not be collected');
    }
  }

  /** What it waits for is not stopped by the timeout: one call at a time, or they would pile up during an outage. */
  function begin(collector: Collect): Promise<void> {
    const work = collector().finally(() => pending.delete(collector));
    pending.set(collector, work);
    return work;
  }

  return startSideServer(
    async (path, response) => {
      if (path !== '/metrics') return sendJson(response, 404, { error: 'here is /metrics' });
      await collect();
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
      response.end(text);
    },
    { ...address, setting: 'METRICS' },
  );
}
