'use client';

import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type JobFilterProps, PUBLISHED_RANGES } from '../../lib/jobs/job-filters.ts';
import classes from './job-filter-bar.module.css';

const BETWEEN = 'between';
const CHOICES = [...PUBLISHED_RANGES, { value: BETWEEN, label: 'Between two days' }];

/** When a job was published: back from now, or between two days of UTC. */
export function PublishedFields({ filters, onChange }: JobFilterProps) {
  const { published, from, to } = filters;
  const [opened, setOpened] = useState(false);
  const between = opened || from !== null || to !== null;
  const choose = (value: string | null) => {
    setOpened(value === BETWEEN);
    // The days are yet to be given.
    if (value !== BETWEEN) onChange({ published: value, from: null, to: null });
    else if (published) onChange({ published: null });
  };
  return (
    <>
      <Select
        aria-label="Published"
        placeholder="Published at any time"
        size="xs"
        className={classes.field}
        clearable
        data={CHOICES}
        value={between ? BETWEEN : published}
        onChange={choose}
      />
      {between &&
        (['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            size="xs"
            className={classes.day}
            aria-label={`Published ${end} (UTC)`}
            value={filters[end] ?? ''}
            onChange={(event) => onChange({ [end]: event.currentTarget.value || null })}
          />
        ))}
    </>
  );
}
