'use client';

import { JOB_FORMATS, jobFormats } from '@feedflow/shared/jobs-out/formats';
import { Button, Menu } from '@mantine/core';
import { jobsExportHref } from '../../lib/api/queries.ts';
import type { JobQuery } from '../../lib/api/types.ts';
import { IconDownload } from '../ui/icons.ts';

/** Downloads the jobs of the list, all pages of it, in one of the formats. */
export function ExportMenu({ query }: { query: JobQuery }) {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden="true" />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {JOB_FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={jobsExportHref(format, query)}
            download={`jobs.${format}`}
          >
            {jobFormats[format].label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
