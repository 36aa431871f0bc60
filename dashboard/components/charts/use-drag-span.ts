'use client';

import { type MouseEvent, useEffect, useEffectEvent, useRef, useState } from 'react';

/** What recharts says with every mouse event, as far as it is of use here. */
interface Pointed {
  activeTooltipIndex?: number | string | null;
}

/**
 * Lets a stretch of a chart be chosen by dragging over it, or one point of it by a click. `area` is what is
 * being dragged over, as indexes of points; it ends wherever the button is let go, and Escape gives it up.
 */
export function useDragSpan({
  onSpan,
  onPick,
}: {
  onSpan: (firstIndex: number, lastIndex: number) => void;
  onPick: (index: number) => void;
}) {
  const [area, setArea] = useState<{ first: number; last: number } | null>(null);
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
    if (done.start === done.end) onPick(done.start);
    else onSpan(Math.min(done.start, done.end), Math.max(done.start, done.end));
  });
  useEffect(() => {
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      dragged.current = null;
      setArea(null);
    };
    // recharts tells of its events a frame later: what began in it has to be known before it ends.
    const release = () => requestAnimationFrame(() => requestAnimationFrame(() => finish()));
    window.addEventListener('mouseup', release);
    window.addEventListener('keydown', giveUp);
    return () => {
      window.removeEventListener('mouseup', release);
      window.removeEventListener('keydown', giveUp);
    };
  }, []);

  return {
    area,
    handlers: {
      onMouseDown(pointed: Pointed, event: Pick<MouseEvent, 'button'>) {
        const index = indexOf(pointed);
        if (index !== null && event.button === 0) dragged.current = { start: index, end: index };
      },
      onMouseMove(pointed: Pointed) {
        const index = indexOf(pointed);
        if (index === null || !dragged.current || dragged.current.end === index) return;
        dragged.current.end = index;
        show();
      },
    },
  };
}

function indexOf({ activeTooltipIndex }: Pointed): number | null {
  if (activeTooltipIndex === null || activeTooltipIndex === undefined) return null;
  const index = Number(activeTooltipIndex);
  return Number.isInteger(index) ? index : null;
}
