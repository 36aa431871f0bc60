'use client';

import { TextInput } from '@mantine/core';

/** The longest that the API takes, in characters. */
const MAX_LENGTH = 500;

/** Why a command is given. */
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
      maxLength={MAX_LENGTH}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
