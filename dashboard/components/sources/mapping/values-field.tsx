'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { safeText } from '../../../lib/format/text.ts';
import { fieldLabel } from '../../../lib/mapping/mapped-fields.ts';
import { IconX } from '../../ui/icons.ts';
import classes from './mapping-editor.module.css';

/** Texts and what they are replaced by. */
export function ValuesField({
  field,
  values,
  onChange,
}: {
  field: FieldName;
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}) {
  const [added, setAdded] = useState({ text: '', value: '' });
  const add = () => {
    if (added.text.trim() === '') return;
    onChange({ ...values, [added.text.trim()]: added.value });
    setAdded({ text: '', value: '' });
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // Enter would save the source.
    event.preventDefault();
    add();
  };
  return (
    <section aria-label={`Values of ${fieldLabel(field)}`}>
      <Text size="xs" fw={500}>
        Values
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        Texts and their replacements; an empty replacement is no value.
      </Text>
      {Object.entries(values).map(([text, value]) => (
        <Group key={text} gap={6} wrap="nowrap" justify="space-between" className={classes.pair}>
          <span>
            <bdi>{safeText(text, 80)}</bdi> → <bdi>{value === '' ? 'no value' : safeText(value, 80)}</bdi>
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove value ${safeText(text, 80)}`}
            onClick={() => {
              const { [text]: _removed, ...rest } = values;
              onChange(rest);
            }}
          >
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      <Group gap={6} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          flex={1}
          label="Text"
          maxLength={inputLimits.replacedTextLength}
          value={added.text}
          onChange={(event) => setAdded({ ...added, text: event.currentTarget.value })}
          onKeyDown={addOnEnter}
        />
        <TextInput
          size="xs"
          flex={1}
          label="Replacement"
          maxLength={inputLimits.constantLength}
          value={added.value}
          onChange={(event) => setAdded({ ...added, value: event.currentTarget.value })}
          onKeyDown={addOnEnter}
        />
        <Button size="xs" variant="default" flex="none" disabled={added.text.trim() === ''} onClick={add}>
          Add value
        </Button>
      </Group>
    </section>
  );
}
