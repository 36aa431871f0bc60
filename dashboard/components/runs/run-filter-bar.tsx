'use client';

import { Button, Group, MultiSelect, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import type { RunFilters } from '../../lib/api/queries.ts';
import { momentMs, spanInWords } from '../../lib/charts/moment.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { filtersOn, joinStatuses, RANGES, statusesOf } from '../../lib/run-filters.ts';
import { RUN_STATUSES } from '../../lib/statuses.ts';
import { IconX } from '../show/icons.ts';
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
  const sources = useQuery(queries.sources());
  const names = new Set(sources.data?.map((source) => source.name));
  // A source that was removed still has runs: what the URL asks for can always be seen and cleared.
  if (filters.source) names.add(filters.source);
  const active = filtersOn(filters);
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
      <Select
        aria-label="Source"
        placeholder="Any source"
        size="xs"
        className={classes.field}
        clearable
        searchable
        limit={100}
        nothingFoundMessage="No such source"
        data={[...names]}
        value={filters.source}
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
      {active > 0 && (
        <>
          <Text size="xs" c="dimmed">
            {active === 1 ? '1 filter on' : `${active} filters on`}
          </Text>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconX size={14} aria-hidden="true" />}
            onClick={onClear}
          >
            Clear all
          </Button>
        </>
      )}
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
