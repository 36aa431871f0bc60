'use client';

import { Group, Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './chart-card.module.css';
import { CHART_HEIGHT_PX } from './chart-height.ts';
import { type View, ViewSwitch } from './view-switch.tsx';

/** A chart with its title, and the table of its values behind a switch. Always of the same height. */
export function ChartCard({
  title,
  hint,
  table,
  children,
}: {
  title: string;
  /** What else is to be known, where there is room for it. */
  hint?: string;
  table: ReactNode;
  children: ReactNode;
}) {
  const [view, setView] = useState<View>('chart');
  return (
    <Paper p="sm" h={CHART_HEIGHT_PX} className={classes.card} component="section" aria-label={title}>
      <Group justify="space-between" gap="xs" mb="xs" wrap="nowrap">
        <Title order={2}>
          {title}{' '}
          {hint && (
            <Text span size="xs" c="dimmed" fw={400} className={classes.hint}>
              {hint}
            </Text>
          )}
        </Title>
        <ViewSwitch title={title} view={view} onChange={setView} />
      </Group>
      {view === 'table' ? table : children}
    </Paper>
  );
}
