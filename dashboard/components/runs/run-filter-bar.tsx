'use client';

import { Group, MultiSelect, Select } from '@mantine/core';
import type { RunFilters } from '../../lib/api/queries.ts';
import { momentMs, spanInWords } from '../../lib/charts/moment.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { filtersOn, joinStatuses, RANGES, statusesOf } from '../../lib/run-filters.ts';
import { RUN_STATUSES } from '../../lib/statuses.ts';
import { FiltersOn } from '../show/filters-on.tsx';
import { SourceField } from '../show/source-field.tsx';
import { statusLabel } from '../show/status.tsx';
import classes from './run-filter-bar.module.css';

const STATUS_CHOICES = RUN_STATUSES.map((status) => ({ value: status, label: statusLabel(status) }));
const SPAN = 'span';

/** The list's filters. They live in the URL: Back and Forward restore them, and a link carries them. */
export function RunFilterBar({
  filters,
  onChange,
  onClear,
}: {
  filters: RunFilters;
  onChange: (change: Partial<RunFilters>) => unknown;
  onClear: () => void;
}) {
  const span = spanOf(filters);
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter runs">
      <MultiSelect
        aria-label="Status"
        placeholder={filters.status ? undefined : 'Any status'}
        size="xs"
        className={classes.field}
        clearable
        data={STATUS_CHOICES}
        value={statusesOf(filters.status)}
        onChange={(statuses) => onChange({ status: joinStatuses(statuses) })}
      />
      <SourceField
        source={filters.source}
        className={classes.field}
        onChange={(source) => onChange({ source })}
      />
      <Select
        aria-label="Started"
        placeholder="Any time"
        size="xs"
        className={classes.field}
        clearable
        // A time from one moment to another is long, and has to be read.
        miw={span ? 'min(19rem, 100%)' : undefined}
        data={span ? [...RANGES, { value: SPAN, label: span }] : [...RANGES]}
        value={span ? SPAN : filters.range}
        onChange={(range) => range !== SPAN && onChange({ range, from: null, to: null })}
      />
      <FiltersOn active={filtersOn(filters)} onClear={onClear} />
    </Group>
  );
}

/** The time from one moment to another in words, or either of them; null where none is asked for. */
function spanOf({ from, to }: RunFilters): string | null {
  const [fromMs, toMs] = [momentMs(from), momentMs(to)];
  if (fromMs !== null && toMs !== null) return spanInWords(fromMs, toMs);
  if (fromMs !== null) return `From ${formatUtc(fromMs)}`;
  return toMs === null ? null : `Before ${formatUtc(toMs)}`;
}
