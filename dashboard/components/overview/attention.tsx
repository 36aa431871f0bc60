'use client';

import { Anchor, Badge, Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import type { Attention as Item } from '../../lib/overview/attention-item.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '../ui/icons.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './attention.module.css';

const SHOWN_AT_FIRST = 6;

/** The list of items that need attention, each with a link; a short message if there are none. */
export function Attention({ items, sources }: { items: Item[]; sources: SourceItem[] }) {
  const [all, setAll] = useState(false);
  if (items.length === 0) return <Calm sources={sources} />;
  const shown = all ? items : items.slice(0, SHOWN_AT_FIRST);
  return (
    <Paper component="section" aria-labelledby="attention">
      <Group gap="xs" p="sm">
        <Title order={2} id="attention">
          Needs attention
        </Title>
        <Badge size="sm" variant="light" color="gray" c="inherit">
          {items.length}
        </Badge>
      </Group>
      <ul className={classes.list}>
        {shown.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
      {items.length > SHOWN_AT_FIRST && (
        <Group justify="center" p={6} style={{ borderTop: '1px solid var(--ff-line)' }}>
          <Button variant="subtle" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show ${items.length - SHOWN_AT_FIRST} more`}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

function Row({ item: { level, title, detail, at, href, action } }: { item: Item }) {
  const Icon = level === 'failed' ? IconCircleX : IconAlertTriangle;
  return (
    <li className={classes.row} data-level={level}>
      <Icon size={18} stroke={1.75} className={classes.icon} aria-hidden="true" />
      <div className={classes.what}>
        <Anchor component={Link} href={href} prefetch={false} size="sm" className={classes.link}>
          {title}
        </Anchor>
        {detail && (
          <Text size="xs" c="dimmed">
            {detail}
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" className={classes.when} component="div">
        {at && <RelativeTime at={at} />}
        <div className={classes.action} aria-hidden="true">
          {action}
        </div>
      </Text>
    </li>
  );
}

function Calm({ sources }: { sources: SourceItem[] }) {
  const next = nextDue(sources);
  const enabled = sources.filter((source) => source.enabled).length;
  return (
    <Paper component="section" aria-label="Needs attention" className={classes.calm}>
      <IconCircleCheck size={20} stroke={1.75} aria-hidden="true" />
      <div>
        <Text size="sm" fw={600}>
          Nothing needs attention
        </Text>
        <Text size="xs" c="dimmed">
          {formatAmount(enabled, 'source')} enabled
          {next && (
            <>
              , next: {safeText(next.name, 60)} <RelativeTime at={next.at} />
            </>
          )}
        </Text>
      </div>
    </Paper>
  );
}

function nextDue(sources: SourceItem[]): { name: string; at: string } | null {
  const due = sources.flatMap(({ name, nextRuns: [at] }) => (at ? [{ name, at }] : []));
  return due.toSorted((a, b) => a.at.localeCompare(b.at))[0] ?? null;
}

/** As high as the message without items. */
export function AttentionSkeleton() {
  return <Skeleton height={58} role="status" aria-label="Loading what needs attention" />;
}
