#!/usr/bin/env bash
# Versions:  recharts 3.11.1, react 19.3.1, jsdom 31.0.1.
# Guess:     numbers as text, as they come from CSV, decimals of MongoDB or search engines, are drawn by all charts of recharts
#            or by none.
# Behaviour: BarChart draws them as numbers. For Pie and Treemap they are 0: of 10, 20 and 30, with the first one as text, the pie
#            has two slices, of 40 and 60 percent, and the treemap two tiles. With all three as text the pie is empty, and the
#            last tile has the whole treemap.
# Cause:     the scales of the axes convert texts; Pie.js and Treemap.js add up and draw only what is of the type number.
# Seen:      ["10",20,30]: bars 50 100 150, pie {"a":0,"b":40,"c":60}, treemap {"a":0,"b":40,"c":60}
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
const { Bar, BarChart, Pie, PieChart, Treemap, XAxis } = await import('recharts');

const size = { width: 400, height: 200, isAnimationActive: false };
async function draw(chart) {
  const container = window.document.createElement('div');
  await act(async () => createRoot(container).render(chart));
  return container;
}

for (const values of [[10, 20, 30], ['10', 20, 30], ['10', '20', '30']]) {
  const data = values.map((count, index) => ({ name: 'abc'[index], count }));
  const shape = { dataKey: 'count', isAnimationActive: false };
  const bars = await draw(element(BarChart, { ...size, data }, element(XAxis, { dataKey: 'name' }), element(Bar, shape)));
  const shares = {};
  const label = ({ name, percent }) => void (shares[name] = Math.round(percent * 100));
  await draw(element(PieChart, size, element(Pie, { ...shape, data, label })));
  const tiles = {};
  const content = ({ name, width, height, depth }) => void (depth === 1 && (tiles[name] = Math.round((width * height) / 800)));
  await draw(element(Treemap, { ...size, data, dataKey: 'count', content }));
  const heights = [...bars.querySelectorAll('.recharts-bar-rectangle path')].map((bar) => Math.round(bar.getAttribute('height')));
  const [pie, treemap] = [shares, tiles].map((parts) => JSON.stringify(parts));
  console.log(`${JSON.stringify(values)}: bars ${heights.join(' ')}, pie ${pie}, treemap ${treemap}`);
}
process.exit();
JS
cat > expected <<'TXT'
[10,20,30]: bars 50 100 150, pie {"a":17,"b":33,"c":50}, treemap {"a":17,"b":33,"c":50}
["10",20,30]: bars 50 100 150, pie {"a":0,"b":40,"c":60}, treemap {"a":0,"b":40,"c":60}
["10","20","30"]: bars 50 100 150, pie {}, treemap {"a":0,"b":0,"c":100}
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
