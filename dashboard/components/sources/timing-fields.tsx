'use client';

import { Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { clock } from '../../lib/api/browser.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { nextTimes, scheduleInWords } from '../../lib/sources/schedule-words.ts';
import type { FieldProps } from './field-props.ts';

/** When the source is read: every so many minutes, or by a cron pattern in a time zone. */
export function TimingFields({ draft, faults, change }: FieldProps) {
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Read the feed"
        value={draft.timing}
        onChange={(timing) => change({ timing: timing === 'schedule' ? 'schedule' : 'interval' })}
        data={[
          { value: 'interval', label: 'At an interval' },
          { value: 'schedule', label: 'By a schedule' },
        ]}
      />
      {draft.timing === 'interval' ? (
        <NumberInput
          label="Minutes from one start to the next"
          required
          min={1}
          max={43_200}
          allowDecimal={false}
          thousandSeparator=","
          value={draft.intervalMinutes}
          error={faults['intervalMinutes']}
          onChange={(intervalMinutes) => change({ intervalMinutes })}
        />
      ) : (
        <ScheduleFields draft={draft} faults={faults} change={change} />
      )}
    </Stack>
  );
}

function ScheduleFields({ draft, faults, change }: FieldProps) {
  const { schedule, timezone } = draft;
  const zones = useMemo(
    () => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')],
    [],
  );
  const times = schedule.trim() ? nextTimes(schedule.trim(), timezone, clock.now()) : undefined;
  const unreadable = times === null ? 'No cron pattern of five fields, such as 15 6 * * 1-5' : undefined;
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label="Cron pattern"
          required
          maxLength={100}
          placeholder="15 6 * * 1-5"
          value={schedule}
          error={faults['schedule'] ?? unreadable}
          onChange={(event) => change({ schedule: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          searchable
          limit={100}
          allowDeselect={false}
          data={zones}
          value={timezone}
          error={faults['timezone']}
          onChange={(zone) => change({ timezone: zone ?? 'UTC' })}
        />
      </Group>
      {times && (
        <Text size="sm" c="dimmed" data-testid="schedule-words">
          {scheduleInWords({ schedule: schedule.trim(), intervalMinutes: null, timezone })}. Next:{' '}
          {times.map((time) => formatUtc(time.getTime()).replace(':00 UTC', ' UTC')).join(', ')}
        </Text>
      )}
    </>
  );
}
