'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { clock } from '../../lib/api/browser.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { nextTimes, scheduleLabel } from '../../lib/sources/schedule-label.ts';
import type { FieldProps } from './field-props.ts';

/** When the source is imported: at an interval in minutes, or by a cron expression in a time zone. */
export function TimingFields({ draft, faults, change }: FieldProps) {
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Schedule type"
        value={draft.timing}
        onChange={(timing) => change({ timing: timing === 'schedule' ? 'schedule' : 'interval' })}
        data={[
          { value: 'interval', label: 'Interval' },
          { value: 'schedule', label: 'Cron schedule' },
        ]}
      />
      {draft.timing === 'interval' ? (
        <NumberInput
          label="Run every (minutes)"
          required
          min={1}
          max={inputLimits.maxIntervalMinutes}
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
  // Names like US/Eastern are valid, and not listed.
  const zones = useMemo(
    () => Array.from(new Set(['UTC', timezone, ...Intl.supportedValuesOf('timeZone')])),
    [timezone],
  );
  const times = schedule.trim() ? nextTimes(schedule.trim(), timezone, clock.now()) : undefined;
  const unreadable = times === null ? 'Enter a five-field cron expression, e.g. 15 6 * * 1-5' : undefined;
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label="Cron expression"
          required
          maxLength={inputLimits.scheduleLength}
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
      <Select
        label="Runs missed during downtime"
        description={
          draft.missedRuns === 'skip'
            ? 'Not started. The source waits for its next scheduled time.'
            : 'One run is started as soon as the scheduler is back, however many were missed.'
        }
        allowDeselect={false}
        data={[
          { value: 'catch-up', label: 'Catch up once' },
          { value: 'skip', label: 'Skip' },
        ]}
        value={draft.missedRuns}
        onChange={(missedRuns) => change({ missedRuns: missedRuns === 'skip' ? 'skip' : 'catch-up' })}
      />
      {times && (
        <Text size="sm" c="dimmed" data-testid="schedule-label">
          {scheduleLabel({ schedule: schedule.trim(), intervalMinutes: null, timezone })}. Next:{' '}
          {times.map((time) => formatUtc(time.getTime()).replace(':00 UTC', ' UTC')).join(', ')}
        </Text>
      )}
    </>
  );
}
