'use client';

import { Group, Select } from '@mantine/core';
import type { RunFilters } from '../../lib/api/types.ts';
import { type TimeRange, timeRangeToUrl } from '../../lib/charts/time-range.ts';
import { spanLabel, timestampMs } from '../../lib/charts/timestamp.ts';
import { formatUtc } from '../../lib/format/time.ts';
import type { ChangeFilters } from '../../lib/lists/change-filters.ts';
import { RANGES } from '../../lib/runs/filters.ts';
import { CustomRange } from '../ui/custom-range.tsx';

const SPAN = 'span';
/** The initial range of the custom form if no time is selected. */
const DEFAULT_RANGE: TimeRange = { range: '24h' };

/** When a run was started: a relative range, or between two times. */
export function StartedField({
  filters,
  className,
  onChange,
}: {
  filters: RunFilters;
  className?: string;
  onChange: ChangeFilters<RunFilters>;
}) {
  const span = spanOf(filters);
  return (
    // The label of a custom range is long and must fit.
    <Group
      gap={4}
      wrap="nowrap"
      className={className}
      miw={span ? 'min(21rem, 100%)' : undefined}
      maw={span ? 'none' : undefined}
    >
      <Select
        aria-label="Started"
        placeholder="Any time"
        size="xs"
        flex={1}
        clearable
        data={span ? [...RANGES, { value: SPAN, label: span }] : [...RANGES]}
        value={span ? SPAN : filters.range}
        onChange={(range) => range !== SPAN && onChange({ range, from: null, to: null })}
      />
      <CustomRange
        range={rangeOf(filters)}
        iconOnly
        onChange={(range) => onChange({ ...timeRangeToUrl(range) })}
      />
    </Group>
  );
}

function rangeOf({ range, from, to }: RunFilters): TimeRange {
  const [fromMs, toMs] = [timestampMs(from), timestampMs(to)];
  if (fromMs !== null && toMs !== null) return { fromMs, toMs };
  return range ? { range } : DEFAULT_RANGE;
}

/** The label of a custom range, which may be open at one end; null if none is selected. */
function spanOf({ from, to }: RunFilters): string | null {
  const [fromMs, toMs] = [timestampMs(from), timestampMs(to)];
  if (fromMs !== null && toMs !== null) return spanLabel(fromMs, toMs);
  if (fromMs !== null) return `From ${formatUtc(fromMs)}`;
  return toMs === null ? null : `Before ${formatUtc(toMs)}`;
}
