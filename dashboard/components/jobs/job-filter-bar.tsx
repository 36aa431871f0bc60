'use client';

import { Group } from '@mantine/core';
import { type JobFilterProps, jobFiltersOn } from '../../lib/jobs/job-filters.ts';
import { FiltersOn } from '../ui/filters-on.tsx';
import { SourceField } from '../ui/source-field.tsx';
import { TypedField } from '../ui/typed-field.tsx';
import classes from './job-filter-bar.module.css';
import { PublishedFields } from './published-fields.tsx';
import { RunPill } from './run-pill.tsx';

/** The list's filters. They live in the URL: Back and Forward restore them, and a link carries them. */
export function JobFilterBar({ filters, onChange, onClear }: JobFilterProps & { onClear: () => void }) {
  const field = (name: 'text' | 'company' | 'location') => ({
    className: classes.field,
    size: 'xs',
    value: filters[name],
    onChange: (value: string | null) => onChange({ [name]: value }),
  });
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter jobs">
      <TypedField {...field('text')} aria-label="Words" placeholder="Words in title, company, place" />
      <TypedField {...field('company')} aria-label="Company" placeholder="Any company" />
      <TypedField {...field('location')} aria-label="Location" placeholder="Any location" />
      <SourceField
        source={filters.source}
        className={classes.field}
        onChange={(source) => onChange({ source })}
      />
      <PublishedFields filters={filters} onChange={onChange} />
      {filters.run && <RunPill runId={filters.run} onRemove={() => onChange({ run: null })} />}
      <FiltersOn active={jobFiltersOn(filters)} onClear={onClear} />
    </Group>
  );
}
