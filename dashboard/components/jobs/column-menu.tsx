'use client';

import { Button, Menu } from '@mantine/core';
import { JOB_COLUMNS, type JobColumn } from '../../lib/jobs/job-columns.ts';
import { IconColumns3 } from '../ui/icons.ts';

/** Selects the columns of the list. The title is always shown. */
export function ColumnMenu({
  columns,
  onToggle,
}: {
  columns: readonly JobColumn[];
  onToggle: (column: JobColumn) => void;
}) {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} aria-hidden="true" />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {JOB_COLUMNS.filter(({ id }) => id !== 'title').map(({ id, label }) => (
          <Menu.CheckboxItem key={id} checked={columns.includes(id)} onChange={() => onToggle(id)}>
            {label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
