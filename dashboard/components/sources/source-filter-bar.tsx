'use client';

import { Group, Select } from '@mantine/core';
import type { ChangeFilters } from '../../lib/lists/change-filters.ts';
import { SORT_CHOICES, type SourceListQuery, STATE_CHOICES } from '../../lib/sources/source-list.ts';
import { ActiveFilters } from '../ui/active-filters.tsx';
import { DebouncedField } from '../ui/debounced-field.tsx';
import classes from '../ui/filter-bar.module.css';

const STATES = [...STATE_CHOICES];
const SORTS = [...SORT_CHOICES];
const NONE: SourceListQuery = { text: null, state: null, sort: null };

/** Filters and order of the list. The URL keeps them, so Back and Forward restore them and links include them. */
export function SourceFilterBar({
  query: { text, state, sort },
  onChange,
}: {
  query: SourceListQuery;
  onChange: ChangeFilters<SourceListQuery>;
}) {
  const active = [text, state].filter((filter) => filter !== null).length;
  return (
    <Group gap="xs" p="sm" role="search" aria-label="Filter sources">
      <DebouncedField
        aria-label="Search"
        placeholder="Name or URL"
        size="xs"
        className={classes.field}
        value={text}
        onChange={(typed, options) => onChange({ text: typed }, options)}
      />
      <Select
        aria-label="State"
        placeholder="Any state"
        size="xs"
        className={classes.field}
        clearable
        data={STATES}
        value={state}
        onChange={(chosen) => onChange({ state: chosen })}
      />
      <Select
        aria-label="Sort order"
        placeholder="By name"
        size="xs"
        className={classes.field}
        clearable
        data={SORTS}
        value={sort}
        onChange={(chosen) => onChange({ sort: chosen })}
      />
      <ActiveFilters active={active} onClear={() => onChange({ ...NONE, sort })} />
    </Group>
  );
}
