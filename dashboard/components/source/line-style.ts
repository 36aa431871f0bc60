/** How the charts of a source draw a value for each of its runs. */
export const LINE_STYLE = {
  curveType: 'linear',
  dotProps: { r: 2 },
  gridAxis: 'x',
  tickLine: 'none',
  xAxisProps: { minTickGap: 24, tickFormatter: (label: string) => label.slice(5, 16) },
  // Lines that animate at every event would flicker.
  lineProps: { isAnimationActive: false },
  tooltipAnimationDuration: 0,
} as const;
