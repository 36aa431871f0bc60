'use client';

import { NativeSelect } from '@mantine/core';
import type { Run } from '../../../lib/api/types.ts';

/** Which attempt's batches the tree shows. */
export function AttemptSelect({
  attempts,
  value,
  onChange,
}: {
  attempts: Run['attempts'];
  value: number | null;
  onChange: (attempt: number | null) => void;
}) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Show batches of"
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
      data={[
        { value: '', label: 'Latest attempt of each batch' },
        ...attempts.map(({ attempt }) => ({ value: String(attempt), label: `Attempt ${attempt} only` })),
      ]}
    />
  );
}
