import { settings } from '../settings.ts';
import type { Tracing } from './tracing.ts';

/**
 * Starts tracing where OTEL_EXPORTER_OTLP_ENDPOINT is set. To be called before Koa and MongoDB's driver are
 * loaded: they are instrumented as they are. Without the setting nothing of OpenTelemetry is loaded. An invalid
 * setting is left to the process, which reports it.
 *
 * @param name the process: worker, scheduler, api
 */
export async function startTracing(
  name: string,
  env: Record<string, string | undefined>,
): Promise<Tracing | null> {
  const given = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!given || !settings.OTEL_EXPORTER_OTLP_ENDPOINT.safeParse(given).success) return null;
  const { openTracing } = await import('./open-tracing.ts');
  return openTracing(name);
}
