'use client';

import {
  ActionIcon,
  Button,
  Group,
  Popover,
  SegmentedControl,
  Stack,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import {
  boundsMs,
  fromInput,
  isSpan,
  rangeInWords,
  type TimeRange,
  toInput,
  zoomedOut,
} from '../../lib/charts/time-range.ts';
import { RANGES } from '../../lib/run-filters.ts';
import { IconCalendarClock, IconZoomOut } from '../show/icons.ts';

const CHOICES = RANGES.map(({ value, label }) => ({ value, label: <span title={label}>{value}</span> }));

interface RangeProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

/** Chooses the time that is looked at: back from now, from one moment to another, or a wider one. */
export function RangeBar({ range, onChange }: RangeProps) {
  const zoomOut = () => {
    const wider = zoomedOut(range, clock.now());
    if (wider) onChange(wider);
  };
  const widest = zoomedOut(range, clock.now()) === null;
  return (
    <Group gap="xs" role="group" aria-label="Time">
      <SegmentedControl
        size="xs"
        aria-label="Back from now"
        data={CHOICES}
        value={'range' in range ? range.range : ''}
        onChange={(value) => onChange({ range: value })}
      />
      <CustomRange range={range} onChange={onChange} />
      <Tooltip label="Zoom out">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Zoom out"
          data-disabled={widest || undefined}
          aria-disabled={widest}
          onClick={zoomOut}
        >
          <IconZoomOut size={16} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function CustomRange({ range, onChange }: RangeProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="xs"
          variant={'range' in range ? 'default' : 'light'}
          leftSection={<IconCalendarClock size={14} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          {'range' in range ? 'Custom' : rangeInWords(range)}
        </Button>
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

/** Two moments in UTC, as everything here. */
function CustomForm({ range, onChange }: RangeProps) {
  const [bounds] = useState(() => boundsMs(range, clock.now()));
  const [from, setFrom] = useState(() => toInput(bounds.fromMs));
  const [to, setTo] = useState(() => toInput(bounds.toMs));
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const [fromMs, toMs] = [fromInput(from), fromInput(to)];
    if (fromMs === null || toMs === null) setFault('Give both moments.');
    else if (!isSpan(fromMs, toMs)) setFault('The first must be before the second, by ten years at most.');
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
          Show this time
        </Button>
      </Stack>
    </form>
  );
}
