'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { UrlChange } from '../../lib/lists/change-filters.ts';

const SETTLES_AFTER_MS = 400;

/**
 * A text filter that applies when typing pauses, or at once on Enter and when the field is left. Escape leaves it.
 * Typing on is one entry in the history, not one per pause.
 */
export function DebouncedField({
  value,
  onChange,
  ...input
}: { value: string | null; onChange: (value: string | null, change: UrlChange) => void } & Omit<
  TextInputProps,
  'value' | 'onChange'
>) {
  const [typed, setTyped] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    // Changed from outside, by Back or by clearing: the typed text is replaced.
    if ((typed.trim() || null) !== value) setTyped(value ?? '');
  }
  const settle = useDebouncedCallback((text: string) => {
    const next = text.trim() || null;
    onChange(next, { history: next && value ? 'replace' : 'push' });
  }, SETTLES_AFTER_MS);
  return (
    <TextInput
      {...input}
      maxLength={inputLimits.filterTextLength}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      // Before a click beside it, such as one that clears all filters.
      onBlur={() => settle.flush()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle.flush();
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
