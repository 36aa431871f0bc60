'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Input, NumberInput, Stack, Switch } from '@mantine/core';
import type { FieldProps } from './field-props.ts';

/** When the jobs of the source are closed. */
export function ClosingFields({ draft, faults, change }: FieldProps) {
  const { closeMissing, closeExpired, closeAfterDays } = draft;
  const isNever = !(closeMissing || closeExpired || closeAfterDays !== '');
  return (
    <Input.Wrapper
      label="Close jobs"
      labelElement="div"
      description={isNever ? 'Jobs stay open unless the feed deletes them by name.' : undefined}
    >
      <Stack gap="sm" mt={6}>
        <Switch
          label="No longer in the feed"
          description="After a complete read. If many disappear at once, they stay open until you confirm."
          checked={closeMissing}
          onChange={(event) => change({ closeMissing: event.currentTarget.checked })}
        />
        <Switch
          label="Past their expiry date"
          description="Also while the feed lists them. They are reopened when the date moves into the future."
          checked={closeExpired}
          onChange={(event) => change({ closeExpired: event.currentTarget.checked })}
        />
        <NumberInput
          label="Days after the last change"
          description="Counted from when a job was last new, changed or reopened. Empty: never."
          min={1}
          max={inputLimits.maxClosingDays}
          allowDecimal={false}
          value={closeAfterDays}
          error={faults['closing']}
          onChange={(days) => change({ closeAfterDays: days })}
        />
      </Stack>
    </Input.Wrapper>
  );
}
