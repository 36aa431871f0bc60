'use client';

import { defaultFailureThreshold } from '@feedflow/shared/model/failure-threshold';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { isSameThreshold } from '../../lib/sources/draft.ts';
import { DialectField } from './dialect-field.tsx';
import type { FieldProps } from './field-props.ts';
import { QualityFields } from './quality-fields.tsx';
import { SecretFields } from './secret-fields.tsx';
import classes from './source-form.module.css';
import { ToleranceFields } from './tolerance-fields.tsx';

const FIELDS = ['dialect', 'headers', 'basicAuth', 'failureThreshold', 'quality'];

/** What few sources need: dialect, request headers, user name and password, tolerated failures, quality
 * rules. Unfolded where one is set or wrong. */
export function AdvancedFields({ source, ...fields }: FieldProps & { source: SourceItem | null }) {
  const isUsed =
    source !== null &&
    (source.dialect !== null ||
      source.headerNames.length > 0 ||
      source.hasBasicAuth ||
      source.quality !== null ||
      !isSameThreshold(source.failureThreshold, defaultFailureThreshold));
  const [isOpen, setOpen] = useState(isUsed);
  const isWrong = FIELDS.some((field) => fields.faults[field] !== undefined);
  return (
    <details
      className={classes.advanced}
      open={isOpen || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      // The browser points at what is missing only where it can be seen.
      onInvalidCapture={() => setOpen(true)}
    >
      <summary>Advanced: dialect, headers, password, failures, quality</summary>
      <Stack gap="md" mt="sm">
        <DialectField {...fields} />
        <SecretFields {...fields} hadAuth={source?.hasBasicAuth ?? false} />
        <ToleranceFields {...fields} />
        <QualityFields {...fields} />
      </Stack>
    </details>
  );
}
