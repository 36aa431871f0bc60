#!/usr/bin/env bash
# Versions:  prom-client 15.1.3 (collectDefaultMetrics), @opentelemetry/instrumentation-runtime-node 0.37.0, Node 24.21.
# Guess:     reading the metrics of a process does not change them: two Prometheus servers for availability, or a reader for
#            Prometheus beside one for OTLP, see the same event loop.
# Behaviour: each reading of nodejs_eventloop_lag_* (prom-client), nodejs.eventloop.delay.* and nodejs.eventloop.utilization
#            (OpenTelemetry) resets them: whoever reads next learns that the loop was blocked for a second, and nobody else does.
#            The alert of the other server does not fire; its p99 and maximum are those of a fast process.
# Reason:    eventLoopLag.js and eventLoopDelayCollector call histogram.reset() when they are collected, and
#            eventLoopUtilizationCollector keeps one last value for all readers.
# Seen:      prom-client, maximum after 1 s blocked: first server above 0.9 s, second server below 0.5 s
#            OpenTelemetry, maximum after 1 s blocked: first reader above 0.9 s, second reader below 0.5 s
#            OpenTelemetry, utilization: first reader above 50 %, second reader below 50 %
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install prom-client@15.1.3 @opentelemetry/instrumentation-runtime-node@0.37.0 @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { collectDefaultMetrics, register } from 'prom-client';

class Reader extends MetricReader {
  onForceFlush() {}
  onShutdown() {}
}

const readers = [new Reader(), new Reader()];
new RuntimeNodeInstrumentation().setMeterProvider(new MeterProvider({ readers }));
collectDefaultMetrics();

async function scrape() {
  return Number(/^nodejs_eventloop_lag_max_seconds (.*)$/m.exec(await register.metrics())[1]);
}

async function read(reader) {
  const { resourceMetrics } = await reader.collect();
  const value = (name) => {
    const found = resourceMetrics.scopeMetrics[0].metrics.find(({ descriptor }) => descriptor.name === name);
    return found.dataPoints[0].value;
  };
  return { max: value('nodejs.eventloop.delay.max'), utilization: value('nodejs.eventloop.utilization') };
}

await sleep(300);
await scrape();
for (const reader of readers) await read(reader);
await sleep(300);
const until = Date.now() + 1_000;
while (Date.now() < until);
await sleep(300);

// The others read half a second later.
const lags = [await scrape()];
const delays = [await read(readers[0])];
await sleep(500);
lags.push(await scrape());
delays.push(await read(readers[1]));

const text = (value) => (value > 0.9 ? 'above 0.9 s' : value < 0.5 ? 'below 0.5 s' : `${value} s`);
console.log(`prom-client, maximum after 1 s blocked: first server ${text(lags[0])}, second server ${text(lags[1])}`);
const [first, second] = delays;
console.log(`OpenTelemetry, maximum after 1 s blocked: first reader ${text(first.max)}, second reader ${text(second.max)}`);
const half = (value) => `${value > 0.5 ? 'above' : 'below'} 50 %`;
console.log(`OpenTelemetry, utilization: first reader ${half(first.utilization)}, second reader ${half(second.utilization)}`);
process.exit();
JS
cat > expected <<'TXT'
prom-client, maximum after 1 s blocked: first server above 0.9 s, second server below 0.5 s
OpenTelemetry, maximum after 1 s blocked: first reader above 0.9 s, second reader below 0.5 s
OpenTelemetry, utilization: first reader above 50 %, second reader below 50 %
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
