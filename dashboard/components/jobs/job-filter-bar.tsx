'use client';

import { Button, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { type JobFilters, jobFiltersOn } from '../../lib/jobs/job-filters.ts';
import { IconX } from '../show/icons.ts';
import classes from './job-filter-bar.module.css';
import { PublishedFields } from './published-fields.tsx';
import { RunPill } from './run-pill.tsx';
import { TypedField } from './typed-field.tsx';

export interface FilterProps {
  filters: JobFilters;
  onChange: (change: Partial<JobFilters>) => void;
}

/** The list's filters. They live in the URL: Back and Forward restore them, and a link carries them. */
export function JobFilterBar({ filters, onChange, onClear }: FilterProps & { onClear: () => void }) {
  const active = jobFiltersOn(filters);
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
      <SourceField filters={filters} onChange={onChange} />
      <PublishedFields filters={filters} onChange={onChange} />
      {filters.run && <RunPill runId={filters.run} onRemove={() => onChange({ run: null })} />}
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

function SourceField({ filters, onChange }: FilterProps) {
  const sources = useQuery(queries.sources());
  const names = new Set(sources.data?.map((source) => source.name));
  // What the URL asks for can always be seen and cleared, whether there is such a source or not.
  if (filters.source) names.add(filters.source);
  return (
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
  );
}
