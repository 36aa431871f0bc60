import {
  basicAuthOf,
  headerOf,
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
} from '@feedflow/shared/command-line/command';
import { filterOption } from '@feedflow/shared/command-line/filter-option';
import { jsonOption } from '@feedflow/shared/command-line/json-option';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import type { Closing } from '@feedflow/shared/model/closing';
import { defaultFailureThreshold, type FailureThreshold } from '@feedflow/shared/model/failure-threshold';
import { optionalSourceFields } from '@feedflow/shared/model/source';
import { bodyFieldsOf, optionName, optionsOf } from './contract-options.ts';

/** What the fields of a source mean, where the contract does not say so. */
const MEANINGS: Readonly<Record<string, string>> = {
  url: 'The URL of the feed, http or https.',
  schedule: 'A cron expression of five fields, instead of --interval-minutes.',
  'interval-minutes':
    'Minutes from one start to the next. From 1 to 43200. Default: IMPORT_INTERVAL_MINUTES.',
  timezone: 'The IANA time zone of --schedule. Default: UTC.',
  enabled: 'Imported on schedule. Default; --no-enabled turns it off.',
  dialect: 'The dialect of the feed. Default: it is detected.',
  'remove-vanished': 'The older spelling of missing in --close; --no-remove-vanished takes it away.',
  'missed-runs':
    'Of a missed scheduled run: start one as soon as possible, or skip it. Allowed: catch-up, skip. Default: catch-up.',
};

const SOURCE_OPTIONS: OptionSpecs = {
  close: {
    value: 'WORD,…',
    description:
      'When jobs are closed: missing (no longer in the feed), expired (their expiry date is past), a number (so many days after they were last new, changed or reopened), or none. Default of a new source: missing,expired.',
  },
  mapping: { value: 'FILE|JSON', description: 'The mapping, as JSON.' },
  filter: {
    value: 'FILE|JSON',
    description: 'Include and exclude conditions, as JSON: which records are imported. Default: all.',
  },
  quality: { value: 'FILE|JSON', description: 'The limits of its quality, as JSON.' },
  values: { value: 'FILE|JSON', description: 'The value maps, as JSON: what texts of the feed mean.' },
  'failure-percent': {
    value: 'N',
    description: `Percent of failed records that a completed run may have, 0 to 100. Default: ${defaultFailureThreshold.percent}.`,
  },
  'failure-records': {
    value: 'N',
    description: `Failed records that a completed run may have, however few it has. Default: ${defaultFailureThreshold.records}.`,
  },
  header: { value: '"NAME: VALUE"', multiple: true, description: 'A request header. Its value is a secret.' },
  'basic-auth': {
    value: 'USER:PASSWORD',
    description: 'Credentials. Other users of this machine may see them, but not those in --file.',
  },
  file: {
    value: 'FILE',
    description:
      'Fields as a JSON object, in the form of the feeds file; options take precedence. "-" is standard input.',
  },
};

/** Of commands that change a source. */
export const CLEAR: OptionSpecs = {
  clear: {
    value: 'WORD,…',
    description: `Set these back to their defaults, or remove them. Allowed: ${optionalSourceFields.map(optionName).join(', ')}.`,
  },
};

/** The options of the fields of a source. @param omit fields that are arguments */
export function sourceOptions(operation: 'addSource' | 'changeSource', omit: readonly string[]): OptionSpecs {
  const fields = Object.entries(optionsOf(operation, 'body', omit)).map(
    ([name, option]): [string, OptionSpec] => {
      const description = MEANINGS[name] ?? option.description;
      return [name, { ...option, description }];
    },
  );
  return { ...Object.fromEntries(fields), ...SOURCE_OPTIONS };
}

/** The fields of a source by the options. @throws UsageError */
export function fieldsOf(
  operation: 'addSource' | 'changeSource',
  values: OptionValues,
  threshold: FailureThreshold,
): Record<string, unknown> {
  const file = values.text('file');
  const fields = file === undefined ? {} : readJson(file, '--file');
  const cleared = (values.text('clear')?.split(',') ?? []).map((word) => {
    const field = optionalSourceFields.find((one) => optionName(one) === word);
    if (field) return field;
    throw new UsageError(
      `--clear must be some of ${optionalSourceFields.map(optionName).join(', ')}, not "${word}"`,
    );
  });
  const mapping = values.text('mapping');
  const filter = values.text('filter');
  const quality = values.text('quality');
  const valueMaps = values.text('values');
  const headers = values.texts('header').map(headerOf);
  const auth = values.text('basic-auth');
  const given = {
    ...bodyFieldsOf(operation, values),
    ...(mapping === undefined ? {} : { mapping: readJson(mapping, '--mapping') }),
    ...(filter === undefined ? {} : { filter: filterOption(filter) }),
    ...(quality === undefined ? {} : { quality: readJson(quality, '--quality') }),
    ...(valueMaps === undefined ? {} : { values: readJson(valueMaps, '--values') }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(auth === undefined ? {} : { basicAuth: basicAuthOf(auth) }),
    ...thresholdOf(values, threshold),
    ...closingOf(values.text('close')),
  };
  const both = cleared.find((field) => Object.hasOwn(given, field));
  if (both) throw new UsageError(`--${optionName(both)} cannot be set and cleared at once`);
  return { ...fields, ...Object.fromEntries(cleared.map((field) => [field, null])), ...given };
}

/** @throws UsageError */
function closingOf(text: string | undefined): { closing?: Closing } {
  if (text === undefined) return {};
  const words = text.split(',');
  const days = words.filter((word) => /^\d{1,9}$/.test(word));
  const isKnown = (word: string) => word === 'missing' || word === 'expired' || days.includes(word);
  if (days.length > 1 || !(text === 'none' || words.every(isKnown)))
    throw new UsageError(
      `--close must be some of missing, expired and a number of days, or none, not "${text}"`,
    );
  const afterDays = days[0] === undefined ? null : Number(days[0]);
  return { closing: { missing: words.includes('missing'), expired: words.includes('expired'), afterDays } };
}

/** @param present what applies where only one of the two is given */
function thresholdOf(
  values: OptionValues,
  present: FailureThreshold,
): { failureThreshold?: FailureThreshold } {
  const [percent, records] = ['failure-percent', 'failure-records'].map((name) => {
    const text = values.text(name);
    if (text === undefined || /^\d{1,9}(\.\d{1,9})?$/.test(text))
      return text === undefined ? undefined : Number(text);
    throw new UsageError(`--${name} must be a number, not "${text}"`);
  });
  if (percent === undefined && records === undefined) return {};
  return { failureThreshold: { percent: percent ?? present.percent, records: records ?? present.records } };
}

/** Whether options change one part of the failure threshold or both. */
export function changesThreshold(values: OptionValues): boolean {
  return [values.text('failure-percent'), values.text('failure-records')].some((text) => text !== undefined);
}

/** The JSON object that an option names: see `jsonOption`. @throws UsageError */
export function readJson(text: string, option: string): Record<string, unknown> {
  const json = jsonOption(text, option);
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new UsageError(`${option}: ${text} must have a JSON object`);
}
