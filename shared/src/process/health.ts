import { errorMessage } from '../errors.ts';
import { durationLabel } from '../model/duration-label.ts';
import type { Closers } from './closers.ts';
import { withTimeout } from './with-timeout.ts';

/** Pings one service; rejects if it does not respond. */
export type Ping = () => Promise<unknown>;

export interface ServiceHealth {
  status: 'up' | 'down';
  latencyMs: number;
  error?: string;
}

const PROBE_TIMEOUT_MS = 2_000;
/** A public health route must not allow clients to overload the services. */
const REMEMBERED_MS = 1_000;

export interface CheckedServices<Name extends string> {
  healthy: boolean;
  services: Record<Name, ServiceHealth>;
}

/**
 * Pings all services at once, each with a timeout.
 *
 * @returns the services by name, and whether all of them responded
 */
export async function checkServices<Name extends string>(
  pings: Record<Name, Ping>,
): Promise<CheckedServices<Name>> {
  const entries = Object.entries<Ping>(pings);
  const probed = await Promise.all(entries.map(async ([name, ping]) => [name, await probe(ping)] as const));
  return {
    healthy: probed.every(([, { status }]) => status === 'up'),
    services: Object.fromEntries(probed) as Record<Name, ServiceHealth>,
  };
}

/** Checks services as `checkServices` does, and caches the result for a second. */
export function rememberedCheck<Name extends string>(
  pings: Record<Name, Ping>,
): () => Promise<CheckedServices<Name>> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checked: Promise<CheckedServices<Name>>;
  return () => {
    if (performance.now() - checkedAt >= REMEMBERED_MS) {
      checkedAt = performance.now();
      checked = checkServices(pings);
    }
    return checked;
  };
}

async function probe(ping: Ping): Promise<ServiceHealth> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const late = () => new Error(`no response within ${durationLabel(PROBE_TIMEOUT_MS)}`);
  try {
    await withTimeout(ping(), PROBE_TIMEOUT_MS, late);
    return { status: 'up', latencyMs: latencyMs() };
  } catch (error) {
    return { status: 'down', latencyMs: latencyMs(), error: errorMessage(error, 200) };
  }
}

export interface Readiness {
  status: 'ready' | 'starting' | 'migrating' | 'stopping' | 'degraded';
  services: Record<string, ServiceHealth>;
}

export type StartPhase = 'starting' | 'migrating';

/** Whether a process can accept work: not before it has started, not during an outage, not once it stops. */
export class ReadinessGate {
  #status: StartPhase | 'started' | 'stopping' = 'starting';
  #check = rememberedCheck<string>({});

  /** Records the progress of the start: `migrating` while this process or another one runs the migrations. */
  setPhase(phase: StartPhase): void {
    if (this.#status !== 'stopping') this.#status = phase;
  }

  /** Marks the process as started: from now on its services decide. */
  open(pings: Record<string, Ping>): void {
    this.#check = rememberedCheck(pings);
    if (this.#status !== 'stopping') this.#status = 'started';
  }

  /** Marks the process as stopping: it is no longer ready, whatever the state of its services. */
  close(): void {
    this.#status = 'stopping';
  }

  async check(): Promise<Readiness> {
    if (this.#status !== 'started') return { status: this.#status, services: {} };
    const { healthy, services } = await this.#check();
    return { status: healthy ? 'ready' : 'degraded', services };
  }
}

/**
 * Marks a process as ready. Call it last: it is closed first, so that a process that is about to stop is not
 * ready any more.
 */
export function announceReady(closers: Closers, readiness: ReadinessGate, pings: Record<string, Ping>): void {
  closers.add('readiness', () => readiness.close());
  readiness.open(pings);
}
