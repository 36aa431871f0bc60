#!/usr/bin/env bash
# Versions:  @opentelemetry/sdk-metrics 3.1.1.
# Guess:     a view that leaves out the attribute `source` of an observable counter adds the values of all sources, as it
#            does for a counter.
# Behaviour: it keeps the value of the source that was observed last: 5 and 7 waiting jobs are 7, or 5 in another order.
#            Observable counters and up-down counters do so; a counter with the same view has 12. There is no warning.
# Cause:     AsyncMetricStorage.record() puts the values into a map by the attributes that are left, where a later one
#            replaces an earlier one.
# Seen:      counter: acme 5, globex 7 -> 12
#            observable counter: acme 5, globex 7 -> 7
#            observable up-down counter: globex 7, acme 5 -> 5
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0

cat > finding.mjs <<'JS'
import { createDenyListAttributesProcessor, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  onForceFlush() {}
  onShutdown() {}
}

async function sum(name, sources, measure) {
  const reader = new Reader();
  const view = { instrumentName: 'jobs', attributesProcessors: [createDenyListAttributesProcessor(['source'])] };
  const meter = new MeterProvider({ readers: [reader], views: [view] }).getMeter('feeds');
  measure(meter, (record) => {
    for (const [source, jobs] of Object.entries(sources)) record(jobs, { source });
  });
  const { resourceMetrics } = await reader.collect();
  const values = resourceMetrics.scopeMetrics[0].metrics[0].dataPoints.map(({ value }) => value);
  console.log(`${name}: ${Object.entries(sources).map((entry) => entry.join(' ')).join(', ')} -> ${values}`);
}

const observe = (instrument, each) => instrument.addCallback((result) => each((...values) => result.observe(...values)));
for (const sources of [{ acme: 5, globex: 7 }, { globex: 7, acme: 5 }]) {
  await sum('counter', sources, (meter, each) => {
    const counter = meter.createCounter('jobs');
    each((...values) => counter.add(...values));
  });
  await sum('observable counter', sources, (meter, each) => observe(meter.createObservableCounter('jobs'), each));
  await sum('observable up-down counter', sources, (meter, each) => observe(meter.createObservableUpDownCounter('jobs'), each));
}
JS
cat > expected <<'TXT'
counter: acme 5, globex 7 -> 12
observable counter: acme 5, globex 7 -> 7
observable up-down counter: acme 5, globex 7 -> 7
counter: globex 7, acme 5 -> 12
observable counter: globex 7, acme 5 -> 5
observable up-down counter: globex 7, acme 5 -> 5
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
