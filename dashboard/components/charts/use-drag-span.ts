'use client';

import { type MouseEvent, useEffect, useEffectEvent, useRef, useState } from 'react';

/** The part of recharts' mouse event state that is used here. */
interface PointerState {
  activeTooltipIndex?: number | string | null;
}

/**
 * Selects a span of a chart by dragging, or one point by a click. `area` is the span being dragged, as indexes of
 * points. Releasing the button anywhere ends it; Escape cancels it. `chartKey` is the key of the chart: it changes with
 * each span, because recharts would keep the tooltip of the point that was there before.
 */
export function useDragSpan({
  onSpan,
  onPick,
}: {
  onSpan: (firstIndex: number, lastIndex: number) => void;
  onPick: (index: number) => void;
}) {
  const [area, setArea] = useState<{ first: number; last: number } | null>(null);
  const [spans, setSpans] = useState(0);
  const dragged = useRef<{ start: number; end: number } | null>(null);

  const show = () => {
    const { start, end } = dragged.current ?? { start: 0, end: 0 };
    setArea(start === end ? null : { first: Math.min(start, end), last: Math.max(start, end) });
  };
  const finish = useEffectEvent(() => {
    const done = dragged.current;
    dragged.current = null;
    setArea(null);
    if (!done) return;
    if (done.start === done.end) return onPick(done.start);
    setSpans((count) => count + 1);
    onSpan(Math.min(done.start, done.end), Math.max(done.start, done.end));
  });
  useEffect(() => {
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      dragged.current = null;
      setArea(null);
    };
    // recharts reports its events a frame later: the start of a drag must be known before its end.
    const release = () => requestAnimationFrame(() => requestAnimationFrame(() => finish()));
    window.addEventListener('mouseup', release);
    window.addEventListener('keydown', cancel);
    return () => {
      window.removeEventListener('mouseup', release);
      window.removeEventListener('keydown', cancel);
    };
  }, []);

  return {
    area,
    chartKey: spans,
    handlers: {
      onMouseDown(pointed: PointerState, event: Pick<MouseEvent, 'button'>) {
        const index = indexOf(pointed);
        if (index !== null && event.button === 0) dragged.current = { start: index, end: index };
      },
      onMouseMove(pointed: PointerState) {
        const index = indexOf(pointed);
        if (index === null || !dragged.current || dragged.current.end === index) return;
        dragged.current.end = index;
        show();
      },
    },
  };
}

function indexOf({ activeTooltipIndex }: PointerState): number | null {
  if (activeTooltipIndex === null || activeTooltipIndex === undefined) return null;
  const index = Number(activeTooltipIndex);
  return Number.isInteger(index) ? index : null;
}
