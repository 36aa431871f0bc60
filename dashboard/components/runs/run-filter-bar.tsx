'use client';

import { runStatus } from '@feedflow/shared/import-log';
import { Button, Group, MultiSelect, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import type { RunFilters } from '../../lib/api/queries.ts';
import { filtersOn, joinStatuses, RANGES, statusesOf } from '../../lib/run-filters.ts';
import { IconX } from '../show/icons.ts';
import { statusLabel } from '../show/status.tsx';
import classes from './run-filter-bar.module.css';

const STATUS_CHOICES = runStatus.options.map((status) => ({ value: status, label: statusLabel(status) }));

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
        data={[...RANGES]}
        value={filters.range}
        onChange={(range) => onChange({ range })}
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
