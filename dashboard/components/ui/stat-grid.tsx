import { Paper } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './stat-grid.module.css';

/** Labelled numbers side by side. @param columns how many per row; on a narrow screen half of them */
export function StatGrid({ columns, children }: { columns: number; children: ReactNode }) {
  const style = { '--figures': columns, '--figures-narrow': Math.ceil(columns / 2) } as CSSProperties;
  return (
    <Paper component="dl" className={classes.grid} style={style}>
      {children}
    </Paper>
  );
}

export interface StatProps {
  name: string;
  /** A note below the number; undefined reserves no room for it. */
  note?: string;
  bad?: boolean;
  /** The key of a counter of runs. */
  counter?: string;
  children: ReactNode;
}

export function Stat({ name, note, bad, counter, children }: StatProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.value} data-bad={bad || undefined} data-figure={name} data-counter={counter}>
        {children}
      </dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}
