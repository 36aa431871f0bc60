'use client';

import { ActionIcon, Button, Popover, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import {
  boundsMs,
  fromInput,
  isSpan,
  rangeLabel,
  type TimeRange,
  toInput,
} from '../../lib/charts/time-range.ts';
import { IconCalendarClock } from './icons.ts';

export interface RangeProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

/** A custom time range. @param iconOnly if the range is shown beside it */
export function CustomRange({ range, iconOnly = false, onChange }: RangeProps & { iconOnly?: boolean }) {
  const [opened, setOpened] = useState(false);
  const toggle = () => setOpened(!opened);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        {iconOnly ? (
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Custom time range"
            title="Custom time range"
            onClick={toggle}
          >
            <IconCalendarClock size={14} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <Button
            size="xs"
            variant={'range' in range ? 'default' : 'light'}
            leftSection={<IconCalendarClock size={14} aria-hidden="true" />}
            onClick={toggle}
          >
            {'range' in range ? 'Custom' : rangeLabel(range)}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown>
        <CustomForm
          range={range}
          onChange={(chosen) => {
            setOpened(false);
            onChange(chosen);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Two times in UTC. */
function CustomForm({ range, onChange }: RangeProps) {
  const [bounds] = useState(() => boundsMs(range, clock.now()));
  const [from, setFrom] = useState(() => toInput(bounds.fromMs));
  const [to, setTo] = useState(() => toInput(bounds.toMs));
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const [fromMs, toMs] = [fromInput(from), fromInput(to)];
    if (fromMs === null || toMs === null) setFault('Enter both times.');
    else if (!isSpan(fromMs, toMs)) setFault('The start must be before the end, by ten years at most.');
    else onChange({ fromMs, toMs });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          type="datetime-local"
          size="xs"
          label="From (UTC)"
          data-autofocus
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          size="xs"
          label="To (UTC)"
          value={to}
          error={fault}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" size="xs">
          Apply
        </Button>
      </Stack>
    </form>
  );
}
