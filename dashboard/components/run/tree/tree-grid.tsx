// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be positioned as a virtual list needs
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled once, by the grid around the rows
'use client';

import type { BatchStatus } from '@feedflow/shared/model/batch';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { moveFor } from '../../../lib/tree/keyboard.ts';
import type { TreeRow } from '../../../lib/tree/rows.ts';
import classes from './tree.module.css';
import { TreeCells } from './tree-cells.tsx';
import { TREE_COLUMNS } from './tree-columns.ts';
import { useRowFocus } from './use-row-focus.ts';
import type { Selection } from './use-selection.ts';

const ROW_PX = 34;
const HEAD_PX = 30;
const ROWS_IN_VIEW = 16;

/** The tree as a virtual treegrid: only the rows in view are mounted. */
export function TreeGrid({
  rows,
  run,
  selected,
  selection,
  onToggle,
  onSelect,
  onMore,
}: {
  rows: TreeRow[];
  run: Run;
  selected: string | null;
  selection: Selection;
  onToggle: (row: TreeRow) => void;
  onSelect: (batch: Batch) => void;
  onMore: (status: BatchStatus) => void;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const { active, setActive, focus, onFocus, onBlur } = useRowFocus(scroll, rows);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
    scrollPaddingStart: HEAD_PX,
    initialRect: { width: 0, height: ROW_PX * ROWS_IN_VIEW },
    // The row that Tab leads to stays mounted at any scroll position.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });

  const act = (row: TreeRow) => {
    if (row.kind === 'batch') onSelect(row.batch);
    else if (row.kind === 'more') onMore(row.status);
    else onToggle(row);
  };
  // Space on a batch that cannot run again opens it, as on any other row.
  const select = (batch: Batch) => (selection.selectable(batch) ? selection.toggle(batch) : onSelect(batch));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = moveFor(event.key, active, rows);
    const row = rows[active];
    if (!move || !row) return;
    event.preventDefault();
    if (move.type === 'select') return row.kind === 'batch' ? select(row.batch) : undefined;
    if (move.type !== 'focus') return act(row);
    setActive(move.index);
    virtualizer.scrollToIndex(move.index);
    focus(move.index);
  };
  const items = virtualizer.getVirtualItems();
  return (
    <div
      ref={scroll}
      role="treegrid"
      aria-labelledby="tree"
      aria-rowcount={rows.length + 1}
      className={classes.scroll}
      style={{ height: HEAD_PX + ROW_PX * Math.min(rows.length, ROWS_IN_VIEW) + 1 }}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <div role="rowgroup" className={classes.head} style={{ height: HEAD_PX }}>
        <div role="row" aria-rowindex={1} className={classes.row} tabIndex={-1}>
          {TREE_COLUMNS.map(({ id, label, kind }) => (
            <div
              key={id}
              role="columnheader"
              tabIndex={-1}
              className={classes.cell}
              data-column={id}
              data-kind={kind}
            >
              {label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={item.key}
              role="row"
              data-row={row.id}
              aria-rowindex={item.index + 2}
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-expanded={'expanded' in row ? row.expanded : undefined}
              aria-selected={row.kind === 'batch' ? row.id === selected : undefined}
              tabIndex={item.index === active ? 0 : -1}
              className={classes.row}
              style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                setActive(item.index);
                act(row);
              }}
              onFocus={() => setActive(item.index)}
            >
              <TreeCells row={row} run={run} selection={selection} onMore={onMore} />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}
