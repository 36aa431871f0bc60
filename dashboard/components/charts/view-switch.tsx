'use client';

import { SegmentedControl } from '@mantine/core';

export type View = 'chart' | 'table';

/** Switches between a chart and its table. @param title of the chart */
export function ViewSwitch({
  title,
  view,
  onChange,
}: {
  title: string;
  view: View;
  onChange: (view: View) => void;
}) {
  return (
    <SegmentedControl<View>
      size="xs"
      flex="none"
      aria-label={`${title}: show as`}
      value={view}
      onChange={onChange}
      data={[
        { value: 'chart', label: 'Chart' },
        { value: 'table', label: 'Table' },
      ]}
    />
  );
}
