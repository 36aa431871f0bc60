'use client';

import { TextInput } from '@mantine/core';

/** The limit of the API, in characters. */
const MAX_LENGTH = 500;

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
      maxLength={MAX_LENGTH}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
