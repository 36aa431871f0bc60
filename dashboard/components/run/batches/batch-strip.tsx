// biome-ignore-all lint/a11y/useSemanticElements: a select cannot hold a drawing
// biome-ignore-all lint/a11y/noStaticElementInteractions: keys are handled by the listbox around the drawing
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: the listbox has the focus, its option is its active descendant
'use client';

import { Tooltip } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, memo, useState } from 'react';
import {
  batchOf,
  cellAfter,
  cellLabel,
  gridOf,
  type Strip,
  type StripGrid,
  toneOf,
} from '../../../lib/batches/strip.ts';
import { TONES, type Tone, tonePath } from '../../../lib/batches/tone.ts';
import classes from './batch-strip.module.css';

const WIDE_PX = 84;
const NARROW_PX = 160;

/**
 * One square per batch, or per few adjacent batches. The arrow keys move between squares and Enter opens the
 * batch (the worst of several). The active square is described below the map, also for screen readers.
 */
export function BatchStrip({
  strip,
  running,
  onOpen,
}: {
  strip: Strip;
  running: boolean;
  onOpen: (batchIndex: number) => void;
}) {
  const { ref, width } = useElementSize();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const [active, setActive] = useState(0);
  const [hovered, setHovered] = useState<number | null>(null);
  const cells = strip.records.length;
  const grid = gridOf(cells, width, narrow ? NARROW_PX : WIDE_PX);
  const focused = Math.min(active, cells - 1);
  const shown = hovered ?? focused;
  const open = (cell: number) => {
    setActive(cell);
    if (toneOf(strip, cell)) onOpen(batchOf(strip, cell));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = cellAfter(event.key, focused, cells, grid.columns);
    const opens = event.key === 'Enter' || event.key === ' ';
    if (next === null && !opens) return;
    event.preventDefault();
    setHovered(null);
    if (next === null) open(focused);
    else setActive(next);
  };
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-labelledby="all-batches"
      aria-activedescendant="strip-cell"
      className={classes.strip}
      onKeyDown={onKeyDown}
    >
      <Tooltip.Floating label={cellLabel(strip, shown)} disabled={hovered === null}>
        <div
          ref={ref}
          className={classes.cells}
          // A running run keeps filling rows: reserve the room for all of them so that nothing moves.
          style={{ minHeight: running ? (narrow ? NARROW_PX : WIDE_PX) : undefined }}
          onMouseMove={(event) => setHovered(cellAt(event, grid, cells))}
          onMouseLeave={() => setHovered(null)}
          onClick={(event) => {
            const cell = cellAt(event, grid, cells);
            if (cell !== null) open(cell);
          }}
        >
          {width > 0 && <Drawing strip={strip} grid={grid} focused={focused} />}
        </div>
      </Tooltip.Floating>
      <div
        id="strip-cell"
        role="option"
        aria-selected
        aria-posinset={shown + 1}
        aria-setsize={cells}
        className={classes.label}
      >
        {cellLabel(strip, shown)}
      </div>
    </div>
  );
}

function cellAt(event: MouseEvent<HTMLElement>, { pitch, columns }: StripGrid, cells: number): number | null {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  const column = Math.floor((event.clientX - left) / pitch);
  const row = Math.floor((event.clientY - top) / pitch);
  const cell = row * columns + column;
  return column >= 0 && column < columns && row >= 0 && cell < cells ? cell : null;
}

/** A path per tone: a few elements, however many squares there are. */
const Drawing = memo(function StripDrawing({
  strip,
  grid: { pitch, columns, rows },
  focused,
}: {
  strip: Strip;
  grid: StripGrid;
  focused: number;
}) {
  const size = pitch > 6 ? pitch - 2 : pitch - 1;
  const origin = (cell: number) => ({ x: (cell % columns) * pitch, y: Math.floor(cell / columns) * pitch });
  const paths = new Map<Tone, string[]>();
  for (let cell = 0; cell < strip.records.length; cell += 1) {
    const tone = toneOf(strip, cell);
    if (!tone) continue;
    const { x, y } = origin(cell);
    const path = tonePath(tone, x, y, size);
    const drawn = paths.get(tone);
    if (drawn) drawn.push(path);
    else paths.set(tone, [path]);
  }
  const at = origin(focused);
  return (
    <svg width={columns * pitch} height={rows * pitch} aria-hidden="true" className={classes.drawing}>
      {TONES.map(({ tone, color }) => (
        <path
          key={tone}
          d={paths.get(tone)?.join('') ?? ''}
          fill={color}
          fillRule="evenodd"
          data-tone={tone}
        />
      ))}
      <rect x={at.x - 1} y={at.y - 1} width={size + 2} height={size + 2} rx={1} className={classes.focus} />
    </svg>
  );
});
