'use client';

import { Group } from '@mantine/core';
import { activeJobFilterCount, type JobFilterProps } from '../../lib/jobs/job-filters.ts';
import { ActiveFilters } from '../ui/active-filters.tsx';
import { DebouncedField } from '../ui/debounced-field.tsx';
import { SourceField } from '../ui/source-field.tsx';
import classes from './job-filter-bar.module.css';
import { PublishedFields } from './published-fields.tsx';
import { RunPill } from './run-pill.tsx';

/** The list's filters. The URL keeps them, so Back and Forward restore them and links include them. */
export function JobFilterBar({ filters, onChange, onClear }: JobFilterProps & { onClear: () => void }) {
  const field = (name: 'text' | 'company' | 'location') => ({
    className: classes.field,
    size: 'xs',
    value: filters[name],
    onChange: (value: string | null) => onChange({ [name]: value }),
  });
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter jobs">
      <DebouncedField {...field('text')} aria-label="Keywords" placeholder="Keywords" />
      <DebouncedField {...field('company')} aria-label="Company" placeholder="Any company" />
      <DebouncedField {...field('location')} aria-label="Location" placeholder="Any location" />
      <SourceField
        source={filters.source}
        className={classes.field}
        onChange={(source) => onChange({ source })}
      />
      <PublishedFields filters={filters} onChange={onChange} />
      {filters.run && <RunPill runId={filters.run} onRemove={() => onChange({ run: null })} />}
      <ActiveFilters active={activeJobFilterCount(filters)} onClear={onClear} />
    </Group>
  );
}
