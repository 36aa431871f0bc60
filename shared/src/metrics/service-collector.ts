import { checkServices, type Ping } from '../process/health.ts';
import type { Metrics } from './metrics.ts';
import type { Collect } from './metrics-server.ts';

/** Pings MongoDB and Redis from this process. */
export function collectServices(
  metrics: Pick<Metrics, 'serviceUp' | 'servicePing'>,
  pings: { mongodb: Ping; redis: Ping },
): Collect {
  return async () => {
    const { services } = await checkServices(pings);
    for (const [service, { status, latencyMs }] of Object.entries(services)) {
      metrics.serviceUp.set({ service }, status === 'up' ? 1 : 0);
      // The time of a failed ping says nothing about the latency of a successful one.
      if (status === 'up') metrics.servicePing.set({ service }, latencyMs / 1_000);
      else metrics.servicePing.remove({ service });
    }
  };
}
