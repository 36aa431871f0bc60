'use client';

import { Group, Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './chart-card.module.css';
import { CHART_HEIGHT_PX } from './chart-height.ts';
import { type View, ViewSwitch } from './view-switch.tsx';

/** A chart with its title and a switch to the table of its values. The height is fixed. */
export function ChartCard({
  title,
  hint,
  table,
  children,
}: {
  title: string;
  /** Additional information, the time zone first. */
  hint: string;
  table: ReactNode;
  children: ReactNode;
}) {
  const [view, setView] = useState<View>('chart');
  return (
    <Paper p="sm" h={CHART_HEIGHT_PX} className={classes.card} component="section" aria-label={title}>
      <Group justify="space-between" gap="xs" mb="xs" wrap="nowrap">
        <Title order={2} miw={0}>
          {title}{' '}
          <Text span size="xs" c="dimmed" fw={400} className={classes.hint}>
            {hint}
          </Text>
        </Title>
        <ViewSwitch title={title} view={view} onChange={setView} />
      </Group>
      {view === 'table' ? table : children}
    </Paper>
  );
}
