'use client';

import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { DialectField } from './dialect-field.tsx';
import type { FieldProps } from './field-props.ts';
import { SecretFields } from './secret-fields.tsx';
import classes from './source-form.module.css';

const FIELDS = ['dialect', 'headers', 'basicAuth'];

/** What few sources need: dialect, request headers, user name and password. Unfolded where one is set or wrong. */
export function AdvancedFields({ source, ...fields }: FieldProps & { source: SourceItem | null }) {
  const isUsed =
    source !== null && (source.dialect !== null || source.headerNames.length > 0 || source.hasBasicAuth);
  const [isOpen, setOpen] = useState(isUsed);
  const isWrong = FIELDS.some((field) => fields.faults[field] !== undefined);
  return (
    <details
      className={classes.advanced}
      open={isOpen || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>Advanced: dialect, headers, password</summary>
      <Stack gap="md" mt="sm">
        <DialectField {...fields} />
        <SecretFields {...fields} hadAuth={source?.hasBasicAuth ?? false} />
      </Stack>
    </details>
  );
}
