import type { JobField } from '@feedflow/shared/model/job-fields';
import { FIELD_NAMES, type FieldName } from '@feedflow/shared/model/mapping-fields';

interface MappedField {
  label: string;
  hint: string | null;
}

const FIELDS: Record<FieldName, MappedField> = {
  externalId: { label: 'Id', hint: 'Identifies the job. Without an id its link does.' },
  title: { label: 'Title', hint: 'A record without a title fails.' },
  jobUrl: { label: 'Link', hint: 'The page of the job, http or https.' },
  applyUrl: { label: 'Link to apply', hint: null },
  company: { label: 'Company', hint: null },
  location: { label: 'Location', hint: 'If it is empty, composed of city, region and country.' },
  city: { label: 'City', hint: 'Used for the location if that is empty.' },
  region: { label: 'Region', hint: null },
  country: { label: 'Country', hint: null },
  remote: { label: 'Remote', hint: 'Such as yes, remote, home office; or no, on-site.' },
  jobType: { label: 'Job type', hint: null },
  categories: { label: 'Categories', hint: 'All texts of all paths count.' },
  salary: { label: 'Salary', hint: 'A text with one or two amounts, or the whole range.' },
  salaryMin: { label: 'Lowest salary', hint: null },
  salaryMax: { label: 'Highest salary', hint: null },
  salaryCurrency: { label: 'Salary currency', hint: null },
  salaryPeriod: { label: 'Salary period', hint: null },
  description: { label: 'Description', hint: null },
  publishedAt: { label: 'Published', hint: 'A date.' },
  expiresAt: { label: 'Expires', hint: 'A date, the last day.' },
};

/** The fields of a mapping, those that a job needs first. */
export const MAPPED_FIELDS: readonly FieldName[] = [
  'title',
  'externalId',
  'jobUrl',
  ...FIELD_NAMES.filter((name) => !['title', 'externalId', 'jobUrl'].includes(name)),
];

export function fieldLabel(field: FieldName | JobField): string {
  return FIELDS[field].label;
}

export function fieldHint(field: FieldName): string | null {
  return FIELDS[field].hint;
}

/** A job needs its title, and one of the other two. */
export function requirementOf(field: FieldName): 'required' | 'id or link required' | null {
  if (field === 'title') return 'required';
  return field === 'externalId' || field === 'jobUrl' ? 'id or link required' : null;
}
