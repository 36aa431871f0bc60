import { amountLabel } from '@feedflow/shared/model/amount-label';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import {
  DEFAULT_FRESH_HOURS,
  DEFAULT_MAX_FAILED_PERCENT,
  DEFAULT_MIN_JOBS,
  FRESH_DUE_TIMES,
} from '@feedflow/shared/model/quality-rules';
import { DataList, Paper, Title } from '@mantine/core';
import type { SourceDetails } from '../../lib/api/types.ts';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';
import { Fact } from '../ui/fact.tsx';

type Rules = NonNullable<SourceDetails['quality']>;

/** The quality rules of a source with their limits. */
export function QualityRules({ source }: { source: SourceDetails }) {
  const rules = source.quality ?? {};
  return (
    <Paper p="md" component="section" aria-labelledby="quality-rules">
      <Title order={2} id="quality-rules" mb="sm">
        Quality rules
      </Title>
      <DataList size="sm" gap={6} labelWidth="8rem">
        <Fact name="Imported within">{freshLabel(rules)}</Fact>
        <Fact name="Jobs">{jobsLabel(rules)}</Fact>
        <Fact name="Failed records">{failedLabel(rules)}</Fact>
        <Fact name="Fields">
          {rules.usualFill === false
            ? 'Not compared with earlier runs'
            : 'At most 20 percentage points below usual'}
        </Fact>
        {JOB_FIELDS.map((field) => {
          const limit = rules.minFillPercent?.[field];
          if (limit === undefined) return null;
          return (
            <Fact key={field} name={fieldLabel(field)}>
              {limit === null ? 'Not judged' : `At least ${limit}%`}
            </Fact>
          );
        })}
        <Fact name="Changes">
          {rules.usualChange === false ? 'Not compared with earlier runs' : 'Within the usual range'}
        </Fact>
      </DataList>
    </Paper>
  );
}

function freshLabel({ freshHours }: Rules): string {
  if (freshHours === null) return 'Not judged';
  return freshHours === undefined
    ? `${DEFAULT_FRESH_HOURS} hours or ${FRESH_DUE_TIMES} due times`
    : amountLabel(freshHours, 'hour');
}

function jobsLabel({ minJobs }: Rules): string {
  if (minJobs === null) return 'Not judged';
  if (minJobs === undefined) return `At least ${amountLabel(DEFAULT_MIN_JOBS, 'job')}, once it had any`;
  return `At least ${amountLabel(minJobs, 'job')}`;
}

function failedLabel({ maxFailedPercent }: Rules): string {
  if (maxFailedPercent === null) return 'Not judged';
  return `At most ${maxFailedPercent ?? DEFAULT_MAX_FAILED_PERCENT}%`;
}
