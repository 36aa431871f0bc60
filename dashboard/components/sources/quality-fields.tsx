'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import {
  DEFAULT_FRESH_HOURS,
  DEFAULT_MAX_FAILED_PERCENT,
  DEFAULT_MIN_JOBS,
} from '@feedflow/shared/model/quality-rules';
import { Input, NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';
import type { QualityDraft } from '../../lib/sources/quality-draft.ts';
import type { FieldProps } from './field-props.ts';

/** The limits of the quality of a source. Empty fields have their defaults. */
export function QualityFields({ draft: { quality }, faults, change }: FieldProps) {
  const set = (changed: Partial<QualityDraft>) => change({ quality: { ...quality, ...changed } });
  return (
    <Input.Wrapper
      label="Quality rules"
      labelElement="div"
      description="Beyond these limits the source is failing. An empty field has its default. To turn a rule off, enter 0 (100% for failed records)."
      error={faults['quality']}
    >
      <Stack gap="sm" mt={6}>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <NumberInput
            label="Imported within"
            min={0}
            max={inputLimits.maxFreshHours}
            suffix=" h"
            placeholder={`${DEFAULT_FRESH_HOURS} h`}
            value={quality.freshHours}
            onChange={(freshHours) => set({ freshHours })}
          />
          <NumberInput
            label="Jobs, at least"
            min={0}
            max={inputLimits.maxLeastJobs}
            allowDecimal={false}
            thousandSeparator=","
            placeholder={String(DEFAULT_MIN_JOBS)}
            value={quality.minJobs}
            onChange={(minJobs) => set({ minJobs })}
          />
          <NumberInput
            label="Failed, at most"
            min={0}
            max={100}
            decimalScale={2}
            suffix="%"
            placeholder={`${DEFAULT_MAX_FAILED_PERCENT}%`}
            value={quality.maxFailedPercent}
            onChange={(maxFailedPercent) => set({ maxFailedPercent })}
          />
        </SimpleGrid>
        <Switch
          label="Compare fields with earlier runs"
          description="Warns if the share of jobs that have a field is 20 percentage points lower than usual."
          checked={quality.usualFill}
          onChange={(event) => set({ usualFill: event.currentTarget.checked })}
        />
        <Switch
          label="Compare changes with earlier runs"
          description="Warns if the number of records, or of new, updated or closed jobs, is unusual."
          checked={quality.usualChange}
          onChange={(event) => set({ usualChange: event.currentTarget.checked })}
        />
        <Input.Wrapper label="Jobs that have a field, at least" labelElement="div">
          <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm" mt={6}>
            {JOB_FIELDS.map((field) => (
              <NumberInput
                key={field}
                label={fieldLabel(field)}
                size="xs"
                min={0}
                max={100}
                decimalScale={1}
                suffix="%"
                placeholder="Usual"
                value={quality.minFillPercent[field] ?? ''}
                onChange={(limit) => set({ minFillPercent: { ...quality.minFillPercent, [field]: limit } })}
              />
            ))}
          </SimpleGrid>
        </Input.Wrapper>
      </Stack>
    </Input.Wrapper>
  );
}
