'use client';

import { Group, Select } from '@mantine/core';
import { JOB_STATUSES, type JobSort } from '../../lib/jobs/job-choices.ts';
import {
  activeJobFilterCount,
  type JobFilterProps,
  shownSortOf,
  shownStatusOf,
  sortsOf,
} from '../../lib/jobs/job-filters.ts';
import type { UrlChange } from '../../lib/lists/change-filters.ts';
import { useApiSession } from '../layout/access.tsx';
import { ActiveFilters } from '../ui/active-filters.tsx';
import { DebouncedField } from '../ui/debounced-field.tsx';
import classes from '../ui/filter-bar.module.css';
import { SourceField } from '../ui/source-field.tsx';
import { PublishedFields } from './published-fields.tsx';
import { RunPill } from './run-pill.tsx';

const STATUS_CHOICES = [...JOB_STATUSES];

/** The list's filters and order. The URL keeps them, so Back and Forward restore them and links include them. */
export function JobFilterBar({
  filters,
  sort,
  onChange,
  onSort,
  onClear,
}: JobFilterProps & { sort: string | null; onSort: (sort: string | null) => void; onClear: () => void }) {
  const canSearch = useApiSession()?.textSearch === true;
  const defaultStatus = shownStatusOf({ ...filters, status: null });
  const defaultSort = shownSortOf(null, filters);
  const field = (name: 'text' | 'company' | 'location') => ({
    className: classes.field,
    size: 'xs',
    value: filters[name],
    onChange: (value: string | null, options: UrlChange) => onChange({ [name]: value }, options),
  });
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter jobs">
      {canSearch && (
        <DebouncedField {...field('text')} aria-label="Keywords" placeholder="Words of the title" />
      )}
      <DebouncedField {...field('company')} aria-label="Company" placeholder="Any company" />
      <DebouncedField {...field('location')} aria-label="Location" placeholder="Any location" />
      <SourceField
        source={filters.source}
        className={classes.field}
        onChange={(source) => onChange({ source })}
      />
      <Select
        aria-label="Status"
        size="xs"
        className={classes.field}
        allowDeselect={false}
        data={STATUS_CHOICES}
        value={shownStatusOf(filters)}
        onChange={(status) => onChange({ status: status === defaultStatus ? null : status })}
      />
      <PublishedFields filters={filters} onChange={onChange} />
      {filters.run && <RunPill runId={filters.run} onRemove={() => onChange({ run: null })} />}
      <Select<JobSort>
        aria-label="Sort order"
        size="xs"
        className={classes.field}
        allowDeselect={false}
        data={sortsOf(filters)}
        value={shownSortOf(sort, filters)}
        onChange={(chosen) => onSort(chosen === defaultSort ? null : chosen)}
      />
      <ActiveFilters active={activeJobFilterCount(filters)} onClear={onClear} />
    </Group>
  );
}
