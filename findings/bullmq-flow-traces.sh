#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, bullmq-otel 2.0.1, OpenTelemetry 3.1.0, ioredis 6.0.0, Redis 6.2.14 (also where another is on the PATH).
# Guess:     with `telemetry`, all jobs of a flow belong to the trace in which FlowProducer.add was called, as a job of
#            Queue.add does.
# Behaviour: only the jobs whose node has `opts` do, even if these are empty. The work of a node without `opts`, parent or
#            child, begins a trace of its own, without a link to the caller; its span `addNode` is in the right trace.
# Reason:    addNode of flow-producer.js takes the context over only `if (srcPropagationMetadata && opts)`.
# Seen:      Queue.add without opts: trace of the caller
#            child with opts {}: trace of the caller
#            child without opts: another trace
#            parent without opts: another trace
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 bullmq-otel@2.0.1 ioredis@6.0.0 @opentelemetry/api@1.10.0 @opentelemetry/context-async-hooks@3.1.0 \
  @opentelemetry/core@3.1.0 @opentelemetry/sdk-trace@3.1.0
start_redis

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { FlowProducer, Queue, Worker } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { Redis } from 'ioredis';

const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));

const options = {
  connection: new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null }),
  telemetry: new BullMQOtel({ tracerName: 'finding' }),
};
const flows = new FlowProducer(options);
const batches = new Queue('batches', options);
const caller = await trace.getTracer('finding').startActiveSpan('request', async (span) => {
  await batches.add('Queue.add without opts', {});
  const children = [
    { name: 'child with opts {}', queueName: 'batches', opts: {} },
    { name: 'child without opts', queueName: 'batches' },
  ];
  await flows.add({ name: 'parent without opts', queueName: 'runs', children });
  span.end();
  return span.spanContext().traceId;
});

const worker = new Worker('batches', async () => {}, options);
const parentWorker = new Worker('runs', async () => {}, options);
await once(parentWorker, 'completed');
await worker.close();
await parentWorker.close();
const spans = exporter.getFinishedSpans().filter(({ name }) => name.startsWith('process '));
const traceOf = (name) => {
  const span = spans.find(({ attributes }) => attributes['bullmq.job.name'] === name);
  return span.spanContext().traceId === caller ? 'trace of the caller' : 'another trace';
};
const names = ['Queue.add without opts', 'child with opts {}', 'child without opts', 'parent without opts'];
for (const name of names) console.log(`${name}: ${traceOf(name)}`);
const isAsFound = names.map(traceOf).join(' | ') === 'trace of the caller | trace of the caller | another trace | another trace';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
