'use client';

import { ScrollArea } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { barLabel, type Timeline, type TimelineBar, ticksOf } from '../../../lib/batches/timeline.ts';
import { TONES } from '../../../lib/batches/tone.ts';
import { safeText } from '../../../lib/format/text.ts';
import classes from './batch-timeline.module.css';

const LANE_PX = 20;
const BAR_PX = 14;
const AXIS_PX = 20;
const TICK_APART_PX = 90;
const EDGE_PX = 20;
const COLORS = new Map(TONES.map(({ tone, color }) => [tone, color]));

/**
 * Bars in one lane per worker slot. The chart is for sight and pointer only: the table has the same data for
 * keyboards and screen readers.
 */
export function TimelineChart({
  timeline,
  span,
  onOpen,
}: {
  timeline: Timeline;
  span: number;
  onOpen: (batchIndex: number) => void;
}) {
  const { ref, width } = useElementSize();
  const height = timeline.lanes.length * LANE_PX;
  const toPx = (ms: number) => (ms / span) * width;
  const ticks = ticksOf(span, Math.max(2, Math.floor(width / TICK_APART_PX)));
  return (
    <ScrollArea.Autosize
      mah="22rem"
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Timeline, also available as a table' }}
    >
      <div className={classes.chart}>
        <div className={classes.lanes} aria-hidden="true">
          {timeline.lanes.map(({ worker, slot }) => (
            <div key={`${worker} ${slot}`} style={{ height: LANE_PX }} title={laneName(worker, slot)}>
              {laneName(worker, slot)}
            </div>
          ))}
        </div>
        <div ref={ref} className={classes.bars} style={{ height: height + AXIS_PX }}>
          {width > 0 && (
            <svg width={width} height={height + AXIS_PX} className={classes.drawing} aria-hidden="true">
              {ticks.map(({ atMs, label }) => (
                <g key={atMs} transform={`translate(${toPx(atMs)} 0)`}>
                  <line y2={height + 4} className={classes.tick} />
                  <text y={height + 16} className={classes.label} textAnchor={anchorOf(toPx(atMs), width)}>
                    {label}
                  </text>
                </g>
              ))}
              {timeline.bars.map((bar) => (
                <Bar
                  key={`${bar.lane}-${bar.startMs}-${bar.batchIndex}`}
                  bar={bar}
                  span={span}
                  toPx={toPx}
                  onOpen={onOpen}
                />
              ))}
            </svg>
          )}
        </div>
      </div>
    </ScrollArea.Autosize>
  );
}

/** Keeps the labels at both ends inside the chart. */
function anchorOf(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < EDGE_PX) return 'start';
  return x > width - EDGE_PX ? 'end' : 'middle';
}

export function laneName(worker: string, slot: number): string {
  return `${safeText(worker, 60)}, slot ${slot + 1}`;
}

function Bar({
  bar,
  span,
  toPx,
  onOpen,
}: {
  bar: TimelineBar;
  span: number;
  toPx: (ms: number) => number;
  onOpen: (batchIndex: number) => void;
}) {
  const x = toPx(bar.startMs);
  // A gap of half a pixel separates adjacent bars; the shortest batch stays visible.
  const width = Math.max(1, toPx(bar.endMs ?? span) - x - 0.5);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table serves the keyboard
    <rect
      x={x}
      y={bar.lane * LANE_PX + (LANE_PX - BAR_PX) / 2}
      width={width}
      height={BAR_PX}
      rx={Math.min(2, width / 4)}
      fill={COLORS.get(bar.status)}
      className={classes.bar}
      data-status={bar.status}
      onClick={() => onOpen(bar.batchIndex)}
    >
      <title>{barLabel(bar)}</title>
    </rect>
  );
}
