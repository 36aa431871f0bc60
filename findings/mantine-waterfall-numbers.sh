#!/usr/bin/env bash
# Versions:  @mantine/charts 9.7.3 (with recharts 3.11.1, react 19.3.1).
# Guess:     a BarChart of the type waterfall adds up the values of its series, and leaves its rows as they are.
# Behaviour: it adds up every number of a row, whatever its name: with the position of a run in it, all later bars hang too
#            high. It writes [start, end] into the rows of the caller, so that a table or sum beside the chart has ranges. As
#            rows that were drawn have no numbers any more, a row that is added to them later is drawn from 0.
# Cause:     calculateCumulativeTotal in BarChart.mjs takes each property that is a number and not the dataKey, and assigns to
#            the rows it was given.
# Seen:      series only:        before 0 to 100, new 100 to 120, closed 120 to 90
#            with another field: before 0 to 100, new 100 to 120, closed 127 to 97
#            a row added:        before 0 to 100, new 100 to 120, closed 120 to 90, reopened 0 to 5
#            sum of the rows after drawing: NaN
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @mantine/charts@9.7.3 @mantine/core@9.7.3 @mantine/hooks@9.7.3 recharts@3.11.1 react@19.3.1 react-dom@19.3.1 \
  react-is@19.3.1

cat > finding.mjs <<'JS'
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MantineProvider } from '@mantine/core';
import { BarChart } from '@mantine/charts';

// The rows as recharts gets them, after the chart was drawn.
function draw(rows) {
  const series = [{ name: 'jobs', color: 'blue' }];
  const chart = createElement(BarChart, { h: 300, data: rows, dataKey: 'step', type: 'waterfall', series });
  renderToStaticMarkup(createElement(MantineProvider, null, chart));
  return rows.map(({ step, jobs }) => `${step} ${jobs.join(' to ')}`).join(', ');
}

const steps = () => [{ step: 'before', jobs: 100 }, { step: 'new', jobs: 20 }, { step: 'closed', jobs: -30 }];
const rows = steps();
console.log(`series only:        ${draw(rows)}`);
const [before, ...others] = steps();
console.log(`with another field: ${draw([before, ...others.map((row) => ({ ...row, run: 7 }))])}`);
console.log(`a row added:        ${draw([...rows, { step: 'reopened', jobs: 5 }])}`);
console.log(`sum of the rows after drawing: ${rows.reduce((sum, { jobs }) => sum + Number(jobs), 0)}`);
JS
cat > expected <<'TXT'
series only:        before 0 to 100, new 100 to 120, closed 120 to 90
with another field: before 0 to 100, new 100 to 120, closed 127 to 97
a row added:        before 0 to 100, new 100 to 120, closed 120 to 90, reopened 0 to 5
sum of the rows after drawing: NaN
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
