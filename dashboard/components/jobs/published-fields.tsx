'use client';

import { Select } from '@mantine/core';
import { useState } from 'react';
import { type JobFilterProps, PUBLISHED_RANGES } from '../../lib/jobs/job-filters.ts';
import { DebouncedField } from '../ui/debounced-field.tsx';
import classes from '../ui/filter-bar.module.css';

const CUSTOM = 'custom';
const CHOICES = [...PUBLISHED_RANGES, { value: CUSTOM, label: 'Custom range' }];

/** When a job was published: a relative range, or between two days (UTC). */
export function PublishedFields({ filters, onChange }: JobFilterProps) {
  const { published, from, to } = filters;
  const [opened, setOpened] = useState(false);
  const custom = opened || from !== null || to !== null;
  const select = (value: string | null) => {
    setOpened(value === CUSTOM);
    // With a custom range the days are entered next.
    if (value !== CUSTOM) onChange({ published: value, from: null, to: null });
    else if (published) onChange({ published: null });
  };
  return (
    <>
      <Select
        aria-label="Published"
        placeholder="Any publication date"
        size="xs"
        className={classes.field}
        clearable
        data={CHOICES}
        value={custom ? CUSTOM : published}
        onChange={select}
      />
      {custom &&
        (['from', 'to'] as const).map((end) => (
          <DebouncedField
            key={end}
            type="date"
            size="xs"
            className={classes.day}
            aria-label={`Published ${end} (UTC)`}
            value={filters[end]}
            // A year is typed digit by digit, and each of them makes a date.
            onChange={(day, options) => onChange({ [end]: day }, options)}
          />
        ))}
    </>
  );
}
