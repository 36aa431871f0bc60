import { Paper } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './stat-grid.module.css';

/** Numbers side by side, each under its name. @param columns how many fit beside each other; an even number */
export function StatGrid({ columns, children }: { columns: number; children: ReactNode }) {
  const style = { '--figures': columns, '--figures-narrow': columns / 2 } as CSSProperties;
  return (
    <Paper component="dl" className={classes.grid} style={style}>
      {children}
    </Paper>
  );
}

export interface StatProps {
  name: string;
  /** A word more on it; undefined leaves no room for one. */
  note?: string;
  bad?: boolean;
  /** Names the value for whoever looks for it. */
  mark: { 'data-figure': string } | { 'data-counter': string };
  children: ReactNode;
}

export function Stat({ name, note, bad, mark, children }: StatProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.value} data-bad={bad || undefined} {...mark}>
        {children}
      </dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}
