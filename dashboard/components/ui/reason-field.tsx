'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { TextInput } from '@mantine/core';

/** The reason for a command. */
export function ReasonField({
  size,
  value,
  onChange,
}: {
  size: 'xs' | 'sm';
  value: string;
  onChange: (reason: string) => void;
}) {
  return (
    <TextInput
      size={size}
      label="Reason"
      description="Optional. Recorded in the audit log."
      maxLength={inputLimits.reasonLength}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
