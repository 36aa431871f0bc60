#!/usr/bin/env bash
# Versions:  recharts 3.11.1, react 19.3.1, jsdom 31.0.1.
# Guess:     a row whose category is null, as the group of jobs without a company in a MongoDB aggregation, has a bar without
#            a label, as one whose category is ''.
# Behaviour: it has neither a bar nor a place on the axis, also in a vertical chart, and a line breaks off there; the axis of
#            the numbers still reaches to its value. Without an XAxis the bar is there. There is no warning.
# Cause:     the domain of a category axis leaves out null and undefined, and a bar without a place is not drawn; a chart
#            without the axis uses the positions of the rows.
# Seen:      "", with XAxis: bars 3, categories |Acme|Best, numbers to 1000
#            null, with XAxis: bars 2, categories Acme|Best, numbers to 1000
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install recharts@3.11.1 react@19.3.1 react-dom@19.3.1 react-is@19.3.1 jsdom@31.0.1

cat > finding.mjs <<'JS'
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('', { pretendToBeVisual: true });
const names = ['document', 'HTMLElement', 'SVGElement', 'getComputedStyle', 'requestAnimationFrame', 'cancelAnimationFrame'];
for (const name of names) globalThis[name] = window[name];
Object.assign(globalThis, { window, IS_REACT_ACT_ENVIRONMENT: true });
const { act, createElement: element } = await import('react');
const { createRoot } = await import('react-dom/client');
const { Bar, BarChart, XAxis, YAxis } = await import('recharts');

async function draw(company, hasAxis) {
  const data = [{ company, jobs: 900 }, { company: 'Acme', jobs: 40 }, { company: 'Best', jobs: 30 }];
  const axis = hasAxis ? element(XAxis, { dataKey: 'company' }) : null;
  const bar = element(Bar, { dataKey: 'jobs', isAnimationActive: false });
  const container = window.document.createElement('div');
  const chart = element(BarChart, { width: 400, height: 200, data }, axis, element(YAxis), bar);
  await act(async () => createRoot(container).render(chart));
  const ticks = (name) => [...container.querySelectorAll(`.recharts-${name}-tick-labels tspan`)].map((tick) => tick.textContent);
  const bars = container.querySelectorAll('.recharts-bar-rectangle path').length;
  console.log(`${JSON.stringify(company) ?? 'undefined'}, ${hasAxis ? 'with' : 'without'} XAxis: bars ${bars}, ` +
    `categories ${ticks('xAxis').join('|') || 'none'}, numbers to ${ticks('yAxis').at(-1)}`);
}

for (const company of ['', null, undefined]) await draw(company, true);
await draw(null, false);
process.exit();
JS
cat > expected <<'TXT'
"", with XAxis: bars 3, categories |Acme|Best, numbers to 1000
null, with XAxis: bars 2, categories Acme|Best, numbers to 1000
undefined, with XAxis: bars 2, categories Acme|Best, numbers to 1000
null, without XAxis: bars 3, categories none, numbers to 1000
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
