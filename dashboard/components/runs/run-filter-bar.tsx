'use client';

import { warningCatalog, warningCodes } from '@feedflow/shared/model/warnings';
import { Group, MultiSelect, Select } from '@mantine/core';
import { memo } from 'react';
import type { RunFilters } from '../../lib/api/types.ts';
import type { ChangeFilters } from '../../lib/lists/change-filters.ts';
import { activeFilterCount, joinStatuses, statusesOf } from '../../lib/runs/filters.ts';
import { RUN_SORTS, type RunSort, runSortOf } from '../../lib/runs/sort.ts';
import { RUN_STATUSES, RUN_TRIGGERS } from '../../lib/runs/statuses.ts';
import { ActiveFilters } from '../ui/active-filters.tsx';
import { DebouncedField } from '../ui/debounced-field.tsx';
import { SourceField } from '../ui/source-field.tsx';
import { statusLabel, triggerLabel } from '../ui/status.tsx';
import classes from './run-filter-bar.module.css';
import { StartedField } from './started-field.tsx';

const STATUS_CHOICES = RUN_STATUSES.map((status) => ({ value: status, label: statusLabel(status) }));
const TRIGGER_CHOICES = RUN_TRIGGERS.map((trigger) => ({ value: trigger, label: triggerLabel(trigger) }));
const WARNING_CHOICES = [
  { value: 'any', label: 'With warnings' },
  ...warningCodes.map((code) => ({ value: code, label: warningCatalog[code].label })),
];
const SORT_CHOICES = [...RUN_SORTS];

/**
 * The list's filters and order. The URL keeps them, so Back and Forward restore them and links include them. Not
 * rendered again with each change of the list: many fields take long.
 */
export const RunFilterBar = memo(function FilterBar({
  filters,
  sort,
  onChange,
  onSort,
  onClear,
}: {
  filters: RunFilters;
  sort: RunSort;
  onChange: ChangeFilters<RunFilters>;
  onSort: (sort: RunSort) => void;
  onClear: () => void;
}) {
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter runs">
      <DebouncedField
        aria-label="Text"
        placeholder="Source, URL, error, reason or run ID"
        size="xs"
        className={classes.field}
        value={filters.text}
        onChange={(text, options) => onChange({ text }, options)}
      />
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
        aria-label="Trigger"
        placeholder="Any trigger"
        size="xs"
        className={classes.field}
        clearable
        data={TRIGGER_CHOICES}
        value={filters.trigger}
        onChange={(trigger) => onChange({ trigger })}
      />
      <Select
        aria-label="Warnings"
        placeholder="Warnings"
        size="xs"
        className={classes.field}
        clearable
        data={WARNING_CHOICES}
        value={filters.warning}
        onChange={(warning) => onChange({ warning })}
      />
      <StartedField filters={filters} className={classes.field} onChange={onChange} />
      <Select
        aria-label="Sort order"
        size="xs"
        className={classes.field}
        allowDeselect={false}
        data={SORT_CHOICES}
        value={sort}
        onChange={(value) => {
          const chosen = value && runSortOf(value);
          if (chosen) onSort(chosen);
        }}
      />
      <ActiveFilters active={activeFilterCount(filters)} onClear={onClear} />
    </Group>
  );
});
