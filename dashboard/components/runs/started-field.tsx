'use client';

import { Group, Select } from '@mantine/core';
import type { RunFilters } from '../../lib/api/types.ts';
import { momentMs, spanInWords } from '../../lib/charts/moment.ts';
import { type TimeRange, timeRangeToUrl } from '../../lib/charts/time-range.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { type ChangeFilters, RANGES } from '../../lib/runs/filters.ts';
import { CustomRange } from '../ui/custom-range.tsx';

const SPAN = 'span';
/** Where the form for two moments begins if no time is asked for. */
const AT_FIRST: TimeRange = { range: '24h' };

/** When a run was begun: back from now, or from one moment to another. */
export function StartedField({
  filters,
  className,
  onChange,
}: {
  filters: RunFilters;
  className?: string;
  onChange: ChangeFilters;
}) {
  const span = spanOf(filters);
  return (
    // A time from one moment to another is long, and has to be read.
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
  const [fromMs, toMs] = [momentMs(from), momentMs(to)];
  if (fromMs !== null && toMs !== null) return { fromMs, toMs };
  return range ? { range } : AT_FIRST;
}

/** The time from one moment to another in words, or either of them; null where none is asked for. */
function spanOf({ from, to }: RunFilters): string | null {
  const [fromMs, toMs] = [momentMs(from), momentMs(to)];
  if (fromMs !== null && toMs !== null) return spanInWords(fromMs, toMs);
  if (fromMs !== null) return `From ${formatUtc(fromMs)}`;
  return toMs === null ? null : `Before ${formatUtc(toMs)}`;
}
