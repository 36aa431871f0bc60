'use client';

import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';
import { filterLimits } from '@feedflow/shared/model/record-filter';
import { ActionIcon, Button, Group, Input, Select, Stack, Textarea } from '@mantine/core';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';
import {
  type ConditionDraft,
  type ConditionOperator,
  comparesTexts,
  newCondition,
  operatorsIn,
  withField,
} from '../../lib/sources/filter-draft.ts';
import { IconPlus, IconX } from '../ui/icons.ts';
import type { FieldProps } from './field-props.ts';

const OPERATORS: Record<ConditionOperator, string> = {
  is: 'is',
  contains: 'contains',
  startsWith: 'starts with',
  missing: 'is missing',
  filled: 'is filled',
};
const LISTS = [
  { value: 'include', label: 'Include if' },
  { value: 'exclude', label: 'Exclude if' },
];
const FIELDS = JOB_FIELDS.map((field) => ({ value: field, label: fieldLabel(field) }));
const REMOTE = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
];

/** Which records of the feed are imported. */
export function FilterFields({ draft, faults, change }: FieldProps) {
  const { conditions } = draft;
  const put = (changed: ConditionDraft) =>
    change({ conditions: conditions.map((one) => (one.id === changed.id ? changed : one)) });
  return (
    <Input.Wrapper
      label="Filter"
      labelElement="div"
      description="A record is imported if it meets no exclude condition and, where there are include conditions, at least one of them. The preview shows what is skipped."
      error={faults['filter']}
      errorProps={{ style: { whiteSpace: 'pre-line' } }}
    >
      <Stack gap="sm" mt={6}>
        {conditions.map((condition, index) => (
          <Stack key={condition.id} gap={6} role="group" aria-label={`Condition ${index + 1}`}>
            <Group gap="xs">
              <ConditionSelects condition={condition} onChange={put} />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Remove condition ${index + 1}`}
                onClick={() => change({ conditions: conditions.filter(({ id }) => id !== condition.id) })}
              >
                <IconX size={16} aria-hidden="true" />
              </ActionIcon>
            </Group>
            <ConditionTexts condition={condition} onChange={put} />
          </Stack>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            disabled={conditions.length === filterLimits.conditions}
            onClick={() => change({ conditions: conditions.concat(newCondition(conditions)) })}
          >
            Add condition
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

interface ConditionProps {
  condition: ConditionDraft;
  onChange: (condition: ConditionDraft) => void;
}

/** Wide enough for its longest word: on a phone not all are in one line. */
const SELECT_SIZE = { flex: 1, miw: '7.5rem' };

function ConditionSelects({ condition, onChange }: ConditionProps) {
  const operators = operatorsIn(condition.field).map((value) => ({ value, label: OPERATORS[value] }));
  return (
    <>
      <Select
        aria-label="Include or exclude"
        {...SELECT_SIZE}
        allowDeselect={false}
        data={LISTS}
        value={condition.list}
        onChange={(list) => onChange({ ...condition, list: list === 'include' ? 'include' : 'exclude' })}
      />
      <Select
        aria-label="Field"
        {...SELECT_SIZE}
        searchable
        allowDeselect={false}
        data={FIELDS}
        value={condition.field}
        onChange={(field) => field !== null && onChange(withField(condition, field as JobField))}
      />
      <Select
        aria-label="Operator"
        {...SELECT_SIZE}
        allowDeselect={false}
        data={operators}
        value={condition.operator}
        onChange={(operator) =>
          operator !== null && onChange({ ...condition, operator: operator as ConditionOperator })
        }
      />
    </>
  );
}

function ConditionTexts({ condition, onChange }: ConditionProps) {
  const { field, operator, texts } = condition;
  if (!comparesTexts(operator)) return null;
  if (field === 'remote') {
    return (
      <Select
        aria-label="Remote"
        allowDeselect={false}
        data={REMOTE}
        value={texts}
        onChange={(value) => onChange({ ...condition, texts: value ?? 'true' })}
      />
    );
  }
  return (
    <Textarea
      aria-label="Texts, one per line"
      placeholder="One text per line"
      required
      autosize
      minRows={1}
      maxRows={8}
      value={texts}
      onChange={(event) => onChange({ ...condition, texts: event.currentTarget.value })}
    />
  );
}
