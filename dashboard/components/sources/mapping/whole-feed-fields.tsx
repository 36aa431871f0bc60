'use client';

import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { inputLimits } from '@feedflow/shared/model/input-limits';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import { MultiSelect, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { TypedMapping } from '../../../lib/mapping/field-source.ts';
import { fieldLabel } from '../../../lib/mapping/mapped-fields.ts';
import { keepEnter } from './keep-enter.ts';
import classes from './mapping-editor.module.css';

const AUTOMATIC = 'automatic';
const DATE_ORDERS = [
  { value: AUTOMATIC, label: 'By the dates of the feed' },
  { value: 'day-first', label: 'Day first' },
  { value: 'month-first', label: 'Month first' },
];
const IDENTITIES = [
  { value: AUTOMATIC, label: 'Decided by the feed' },
  ...Object.entries(identityLabels).map(([value, label]) => ({ value, label })),
];

/** The parts of a mapping that are about the whole feed. */
export function WholeFeedFields({
  mapping,
  recordElement,
  onChange,
}: {
  mapping: TypedMapping | null;
  /** As detected; null before a preview. */
  recordElement: string | null;
  /** Sets a part of the mapping; undefined removes it. */
  onChange: (part: string, value: unknown) => void;
}) {
  const record = mapping?.['record'];
  const ignored = mapping?.['ignoreChanges'];
  const choice = (part: string, options: { value: string }[]): string => {
    const value = mapping?.[part];
    return options.find((option) => option.value === value)?.value ?? AUTOMATIC;
  };
  const setChoice = (part: string) => (value: string | null) =>
    onChange(part, value === null || value === AUTOMATIC ? undefined : value);
  return (
    <details className={classes.more}>
      <summary>Record element, dates, identity, ignored changes</summary>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        <TextInput
          size="xs"
          label="Record element"
          description="The element that is one job. Preview again to see its records."
          placeholder={recordElement === null ? 'Detected' : `Detected: ${recordElement}`}
          classNames={{ input: classes.path }}
          spellCheck={false}
          maxLength={inputLimits.recordElementLength}
          value={typeof record === 'string' ? record : ''}
          onKeyDown={keepEnter}
          onChange={(event) => onChange('record', event.currentTarget.value || undefined)}
        />
        <Select
          size="xs"
          label="Order of dates"
          description="How to read 4/8/2012."
          allowDeselect={false}
          data={DATE_ORDERS}
          value={choice('dateOrder', DATE_ORDERS)}
          onChange={setChoice('dateOrder')}
        />
        <Select
          size="xs"
          label="Identity"
          description="What makes a job the same job."
          allowDeselect={false}
          data={IDENTITIES}
          value={choice('identity', IDENTITIES)}
          onChange={setChoice('identity')}
        />
        <MultiSelect
          size="xs"
          label="Ignored changes"
          description="Fields whose changes do not update a job."
          data={JOB_FIELDS.map((field) => ({ value: field, label: fieldLabel(field) }))}
          value={Array.isArray(ignored) ? JOB_FIELDS.filter((field) => ignored.includes(field)) : []}
          onChange={(fields) => onChange('ignoreChanges', fields.length === 0 ? undefined : fields)}
        />
      </SimpleGrid>
    </details>
  );
}
