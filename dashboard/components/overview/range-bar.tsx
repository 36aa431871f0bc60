'use client';

import { ActionIcon, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { clock } from '../../lib/api/browser.ts';
import { zoomedOut } from '../../lib/charts/time-range.ts';
import { RANGES } from '../../lib/runs/filters.ts';
import { CustomRange, type RangeProps } from '../ui/custom-range.tsx';
import { IconZoomOut } from '../ui/icons.ts';

const CHOICES = RANGES.map(({ value, label }) => ({ value, label: <span title={label}>{value}</span> }));

/** Selects the time range: relative, custom, or zoomed out. */
export function RangeBar({ range, onChange }: RangeProps) {
  const zoomOut = () => {
    const wider = zoomedOut(range, clock.now());
    if (wider) onChange(wider);
  };
  const widest = zoomedOut(range, clock.now()) === null;
  return (
    <Group gap="xs" role="group" aria-label="Time range">
      <SegmentedControl
        size="xs"
        aria-label="Relative time range"
        data={CHOICES}
        value={'range' in range ? range.range : ''}
        onChange={(value) => onChange({ range: value })}
      />
      <CustomRange range={range} onChange={onChange} />
      <Tooltip label="Zoom out">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Zoom out"
          data-disabled={widest || undefined}
          aria-disabled={widest}
          onClick={zoomOut}
        >
          <IconZoomOut size={16} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
