'use client';

import { Button, Menu } from '@mantine/core';
import { JOB_COLUMNS, type JobColumn } from '../../lib/jobs/job-columns.ts';
import { IconCheck, IconColumns3 } from '../ui/icons.ts';

/** Selects the columns of the list. The title is always shown. */
export function ColumnMenu({
  columns,
  onToggle,
}: {
  columns: readonly JobColumn[];
  onToggle: (column: JobColumn) => void;
}) {
  return (
    <Menu position="top-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} aria-hidden="true" />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {JOB_COLUMNS.filter(({ id }) => id !== 'title').map(({ id, label }) => {
          const isShown = columns.includes(id);
          return (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={isShown}
              rightSection={isShown ? <IconCheck size={14} aria-hidden="true" /> : null}
              onClick={() => onToggle(id)}
            >
              {label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
