'use client';

import { Anchor, Breadcrumbs, Button, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { JobItem } from '../../lib/api/types.ts';
import { safeHref, safeText } from '../../lib/format/text.ts';
import { IconExternalLink } from '../ui/icons.ts';
import { JobState } from './job-state.tsx';

/** The job's title, company, location and state, with links to the original. */
export function JobHeader({ job }: { job: JobItem }) {
  const { title, company, location, jobUrl, applyUrl } = job;
  const where = [company, location].flatMap((part) => (part ? [safeText(part, 120)] : [])).join(' · ');
  return (
    <Stack gap="xs">
      <Breadcrumbs fz="sm" separatorMargin={6}>
        <Anchor component={Link} href="/jobs" inherit>
          Jobs
        </Anchor>
        <Text inherit lh="md" c="dimmed" truncate maw="60vw">
          {safeText(title, 80)}
        </Text>
      </Breadcrumbs>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {safeText(title, 1_000)}
          </Title>
          {where && <Text c="dimmed">{where}</Text>}
          <JobState job={job} />
        </div>
        <Group gap="xs">
          <LinkButton address={jobUrl} label="View original" />
          {applyUrl !== jobUrl && <LinkButton address={applyUrl} label="Application form" />}
        </Group>
      </Group>
    </Stack>
  );
}

/** Renders nothing unless the URL is http or https. */
function LinkButton({ address, label }: { address: string | null; label: string }) {
  const href = address ? safeHref(address) : null;
  if (!href) return null;
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      variant="default"
      rightSection={<IconExternalLink size={14} aria-label="opens in a new tab" />}
    >
      {label}
    </Button>
  );
}
