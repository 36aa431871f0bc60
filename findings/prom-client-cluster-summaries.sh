#!/usr/bin/env bash
# Versions:  prom-client 15.1.3.
# Guess:     the metrics of several processes that AggregatorRegistry puts together have quantiles of a Summary that lie
#            between those of the processes, or none.
# Behaviour: quantiles are added, as counts are: of four workers with a median of 2 s each, the median of the cluster is 8
#            s, and it grows with each worker. With `aggregator: 'average'` the median is 2 s, but _count and _sum are
#            averages too, so that every rate is a quarter of the right one. No value of the option is right for both.
# Cause:     an aggregator of metricAggregators.js is one function for all series of a metric; by default it is the sum.
# Seen:      each worker: quantile 0.5 is 2, count is 10, sum is 20
#            cluster, sum: quantile 0.5 is 8, count is 40, sum is 80
#            cluster, average: quantile 0.5 is 2, count is 10, sum is 20
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install prom-client@15.1.3

cat > finding.mjs <<'JS'
import { AggregatorRegistry, Registry, Summary } from 'prom-client';

const describe = async (registry) => {
  const text = await registry.metrics();
  const valueOf = (series) => text.split('\n').find((line) => line.startsWith(`${series} `)).split(' ')[1];
  return `quantile 0.5 is ${valueOf('fetch_seconds{quantile="0.5"}')}, count is ${valueOf('fetch_seconds_count')}, sum is ${valueOf('fetch_seconds_sum')}`;
};

for (const aggregator of ['sum', 'average']) {
  const workers = Array.from({ length: 4 }, () => {
    const registry = new Registry();
    // 'sum' is what a metric without the option has.
    const option = aggregator === 'sum' ? {} : { aggregator };
    const summary = new Summary({ name: 'fetch_seconds', help: 'Time of a fetch', percentiles: [0.5], registers: [registry], ...option });
    for (let count = 0; count < 10; count++) summary.observe(2);
    return registry;
  });
  if (aggregator === 'sum') console.log(`each worker: ${await describe(workers[0])}`);
  const cluster = AggregatorRegistry.aggregate(await Promise.all(workers.map((registry) => registry.getMetricsAsJSON())));
  console.log(`cluster, ${aggregator}: ${await describe(cluster)}`);
}
JS
cat > expected <<'TXT'
each worker: quantile 0.5 is 2, count is 10, sum is 20
cluster, sum: quantile 0.5 is 8, count is 40, sum is 80
cluster, average: quantile 0.5 is 2, count is 10, sum is 20
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
