'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Group, Input, NumberInput } from '@mantine/core';
import type { FieldProps } from './field-props.ts';

/** With how many failed records a run is still completed. */
export function ToleranceFields({ draft, faults, change }: FieldProps) {
  return (
    <Input.Wrapper
      label="Tolerated failed records"
      labelElement="div"
      description="With no more failed records than the larger of these limits, and fewer than half of the feed, a run is completed with a warning. With more it is partial."
    >
      <Group grow align="flex-start" mt={6}>
        <NumberInput
          aria-label="Tolerated failed records in percent"
          required
          min={0}
          max={100}
          decimalScale={2}
          suffix="%"
          value={draft.failurePercent}
          error={faults['failureThreshold']}
          onChange={(failurePercent) => change({ failurePercent })}
        />
        <NumberInput
          aria-label="Tolerated failed records, number"
          required
          min={0}
          max={inputLimits.maxToleratedRecords}
          allowDecimal={false}
          thousandSeparator=","
          suffix=" records"
          value={draft.failureRecords}
          onChange={(failureRecords) => change({ failureRecords })}
        />
      </Group>
    </Input.Wrapper>
  );
}
