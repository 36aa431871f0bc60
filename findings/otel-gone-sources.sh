#!/usr/bin/env bash
# Versions:  @opentelemetry/sdk-metrics 3.1.1 (its reader is that of the exporters for Prometheus and OTLP, with their
#            default temporality).
# Guess:     an observable gauge has a value for each source that its callback observes, and none for a source that is gone;
#            a limit of 2,000 series counts those that are.
# Behaviour: a source that was observed once keeps its last value as long as the process runs, with the time of each new
#            collection, so that it seems to be alive: a source that failed and was deleted fails forever. Gone ones count
#            for the limit of 2,000 as well: of a callback that observes one run at a time, the 2,000th and all later ones
#            are one series otel.metric.overflow.
# Cause:     TemporalMetricProcessor merges each collection into the last one, and DeltaMetricProcessor never forgets a set
#            of attributes. The specification says that an SDK should not report what a callback did not observe.
# Seen:      2 sources: acme 0, globex 1
#            globex deleted: acme 0, globex 1
#            runs 1 to 2,001, one at a time: 2000 series, overflow 2001
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0

cat > finding.mjs <<'JS'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  onForceFlush() {}
  onShutdown() {}
}

function startGauge(observe) {
  const reader = new Reader();
  const gauge = new MeterProvider({ readers: [reader] }).getMeter('feeds').createObservableGauge('failures');
  gauge.addCallback(observe);
  return async () => {
    const { resourceMetrics } = await reader.collect();
    return resourceMetrics.scopeMetrics[0].metrics[0].dataPoints;
  };
}

let sources = { acme: 0, globex: 1 };
const readSources = startGauge((result) => {
  for (const [source, failures] of Object.entries(sources)) result.observe(failures, { source });
});
const print = async (name) => {
  const points = await readSources();
  console.log(`${name}: ${points.map(({ attributes, value }) => `${attributes.source} ${value}`).join(', ')}`);
};
await print('2 sources');
sources = { acme: 0 };
await print('globex deleted');
sources = {};
await print('all deleted');

let run = 0;
const readRuns = startGauge((result) => result.observe(run, { run }));
let points;
for (run = 1; run <= 2_001; run++) points = await readRuns();
const overflow = points.find(({ attributes }) => attributes['otel.metric.overflow']);
console.log(`runs 1 to 2,001, one at a time: ${points.length} series, overflow ${overflow.value}`);
JS
cat > expected <<'TXT'
2 sources: acme 0, globex 1
globex deleted: acme 0, globex 1
all deleted: acme 0, globex 1
runs 1 to 2,001, one at a time: 2000 series, overflow 2001
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
