import { errorMessage } from '@feedflow/shared/errors';
import type Router from '@koa/router';

export interface HealthDeps {
  pingMongo(): Promise<unknown>;
  pingRedis(): Promise<unknown>;
}

interface Probe {
  status: 'up' | 'down';
  latencyMs: number;
  error?: string;
}

const PROBE_TIMEOUT_MS = 2_000;

/** GET /health: each dependency with its latency; 503 while one of them is down. */
export function healthRoutes(router: Router, deps: HealthDeps): void {
  router.get('/health', async (ctx) => {
    const [mongodb, redis] = await Promise.all([probe(deps.pingMongo), probe(deps.pingRedis)]);
    const services = { mongodb, redis };
    const healthy = Object.values(services).every((service) => service.status === 'up');
    ctx.status = healthy ? 200 : 503;
    ctx.body = { status: healthy ? 'ok' : 'degraded', services };
  });
}

async function probe(ping: () => Promise<unknown>): Promise<Probe> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PROBE_TIMEOUT_MS} ms`)), PROBE_TIMEOUT_MS);
  });
  try {
    await Promise.race([ping(), timeout]);
    return { status: 'up', latencyMs: latencyMs() };
  } catch (error) {
    return { status: 'down', latencyMs: latencyMs(), error: errorMessage(error, 200) };
  } finally {
    clearTimeout(timer);
  }
}
