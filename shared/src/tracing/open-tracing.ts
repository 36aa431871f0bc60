import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { KoaInstrumentation } from '@opentelemetry/instrumentation-koa';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { BullMQOtel } from 'bullmq-otel';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { withTimeout } from '../process/with-timeout.ts';
import type { Tracing } from './tracing.ts';

/** A collector that is unavailable must not delay a process that stops. */
const CLOSE_TIMEOUT_MS = 2_000;

/** What begins a trace: a request, or a run that the scheduler starts. */
const ROOTS: readonly SpanKind[] = [SpanKind.SERVER, SpanKind.PRODUCER];

/** BullMQ's workers also report each look at an empty queue. */
const worthwhile: Sampler = {
  shouldSample: (_context, _traceId, _name, kind) => ({
    decision: ROOTS.includes(kind) ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
  }),
  toString: () => 'requests and runs',
};

/** BullMQ notes in the span of a step that it failed, but leaves its status unset. */
const failedSteps: SpanProcessor = {
  onStart: () => undefined,
  onEnding: (span) => {
    if (span.events.some(({ name }) => name === 'job failed')) span.setStatus({ code: SpanStatusCode.ERROR });
  },
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

/**
 * Sends spans by OTLP over HTTP, as the OTEL_EXPORTER_OTLP_ variables say, from the service that OTEL_SERVICE_NAME and
 * OTEL_RESOURCE_ATTRIBUTES describe. Neither values in MongoDB's commands nor headers of requests are part of them.
 */
export function openTracing(name: string): Tracing {
  register({ include: [/^(node:)?http$/, 'koa', 'mongodb'] });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': `feedflow-${name}` }))
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: new ParentBasedSampler({ root: worthwhile }),
    spanProcessors: [failedSteps, new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => /^\/(health|metrics)\b/.test(url),
        disableOutgoingRequestInstrumentation: true,
      }),
      new KoaInstrumentation(),
      new MongoDBInstrumentation(),
    ],
  });
  return {
    telemetry: new BullMQOtel({ tracerName: 'feedflow' }),
    // Spans that cannot be handed over are lost, and nothing else is.
    close: () =>
      withTimeout(provider.shutdown(), CLOSE_TIMEOUT_MS, () => new Error('no response')).catch(
        () => undefined,
      ),
  };
}
