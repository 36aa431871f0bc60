'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import classes from './frame.module.css';

/**
 * What stays in view above every page: the header and its banners. Their height varies with the banners and the width;
 * `--ff-top` has it for the bars below, and for what is scrolled to.
 */
export function StickyTop({ children }: { children: ReactNode }) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize;
      document.documentElement.style.setProperty('--ff-top', `${height}px`);
    });
    if (top.current) observer.observe(top.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={top} className={classes.top}>
      {children}
    </div>
  );
}
