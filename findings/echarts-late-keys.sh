#!/usr/bin/env bash
# Versions:  echarts 6.1.0.
# Guess:     a series with `encode: { y: 'failed' }` draws the values of the key `failed` of its rows, and nothing where a
#            row has none, or where no row has the key.
# Behaviour: if the first row has no such key, as the groups of an aggregation that counts only what happened, the series
#            draws the values of another key: the failed jobs of a week are as many as the imported ones, and their labels
#            say so. The same rows in another order are drawn right, and so they are with `dimensions`. There is no warning.
# Cause:     objectRowsCollectDimensions() takes the keys of the first row only; a name in `encode` that is none of them is
#            left out, and the axis gets the first column that is free.
# Seen:      first row without failed: imported 100 120 90, failed 100 120 90
#            first row with failed: imported 120 100 90, failed 3 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install echarts@6.1.0

cat > finding.mjs <<'JS'
import * as echarts from 'echarts';

const days = [
  { day: 'Mon', imported: 100 },
  { day: 'Tue', imported: 120, failed: 3 },
  { day: 'Wed', imported: 90, failed: 1 },
];
// Reads the labels of the bars from the picture.
function draw(name, dataset) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 400 });
  const drawn = ['imported', 'failed'].map((key) => {
    const label = { show: true, formatter: ({ value, encode, dimensionNames }) => `=${value[dimensionNames[encode.y[0]]]}` };
    const series = [{ type: 'bar', encode: { x: 'day', y: key }, label }];
    chart.setOption({ animation: false, xAxis: { type: 'category' }, yAxis: {}, dataset, series }, true);
    const labels = chart.renderToSVGString().matchAll(/>=([^<]*)</g);
    return `${key} ${[...labels].map(([, text]) => text).join(' ')}`;
  });
  chart.dispose();
  console.log(`${name}: ${drawn.join(', ')}`);
}

draw('first row without failed', { source: days });
draw('first row with failed', { source: [days[1], days[0], days[2]] });
draw('with dimensions', { source: days, dimensions: ['day', 'imported', 'failed'] });
process.exit();
JS
cat > expected <<'TXT'
first row without failed: imported 100 120 90, failed 100 120 90
first row with failed: imported 120 100 90, failed 3 1
with dimensions: imported 100 120 90, failed 3 1
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
