'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Badge, Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import type { Attention as Item } from '../../lib/overview/attention-item.ts';
import type { HiddenItem } from '../../lib/overview/hidden-items.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { IconCircleCheck } from '../ui/icons.ts';
import { DueTime, RelativeTime } from '../ui/time.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import classes from './attention.module.css';
import { AttentionText } from './attention-text.tsx';
import { HiddenItems } from './hidden-items.tsx';

const SHOWN_AT_FIRST = 6;

/**
 * The list of items that need attention, each with a link, and a fold with those that are acknowledged or snoozed; a
 * short message if there are none.
 */
export function Attention({
  shown: items,
  hidden,
  sources,
}: {
  shown: Item[];
  hidden: HiddenItem[];
  sources: SourceItem[];
}) {
  const [all, setAll] = useState(false);
  if (items.length === 0) {
    return (
      <Paper component="section" aria-label="Needs attention">
        <Calm sources={sources} isAllShown={hidden.length === 0} />
        <HiddenItems hidden={hidden} />
      </Paper>
    );
  }
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
      <HiddenItems hidden={hidden} />
    </Paper>
  );
}

function Row({ item }: { item: Item }) {
  const { title, at, action } = item;
  const [asking, setAsking] = useState(false);
  // As it was when the dialog was opened: what it became since has not been seen.
  const [asked, setAsked] = useState(item);
  const verb = item.snoozeOnly ? 'Snooze' : 'Acknowledge';
  return (
    <li className={classes.row} data-level={item.level}>
      <AttentionText item={item} />
      <Text size="xs" c="dimmed" className={classes.when} component="div">
        {at && <RelativeTime at={at} />}
        <div className={classes.action} aria-hidden="true">
          {action}
        </div>
      </Text>
      <CommandButton
        variant="default"
        size="compact-xs"
        className={classes.command}
        aria-label={`${verb}: ${title}`}
        onClick={() => {
          setAsked(item);
          setAsking(true);
        }}
      >
        {verb}…
      </CommandButton>
      <AcknowledgeDialog item={asked} opened={asking} onClose={() => setAsking(false)} />
    </li>
  );
}

function Calm({ sources, isAllShown }: { sources: SourceItem[]; isAllShown: boolean }) {
  const next = nextDue(sources);
  const enabled = sources.filter((source) => source.enabled).length;
  return (
    <div className={classes.calm}>
      <IconCircleCheck size={20} stroke={1.75} aria-hidden="true" />
      <div>
        <Text size="sm" fw={600}>
          {isAllShown ? 'Nothing needs attention' : 'Nothing else needs attention'}
        </Text>
        <Text size="xs" c="dimmed">
          {amountLabel(enabled, 'source')} enabled
          {next && (
            <>
              , next: {safeText(next.name, 60)} <DueTime at={next.at} />
            </>
          )}
        </Text>
      </div>
    </div>
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
