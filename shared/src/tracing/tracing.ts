import type { Telemetry } from 'bullmq';

/** The tracing of one process. */
export interface Tracing {
  /** To be given to every queue, producer of trees and worker: jobs carry their run's trace. */
  telemetry: Telemetry;
  /** Hands over the spans that are left. */
  close(): Promise<void>;
}
