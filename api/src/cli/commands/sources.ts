import type { BodyOf } from '@feedflow/shared/api/client';
import {
  basicAuthOf,
  headerOf,
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
} from '@feedflow/shared/command-line/command';
import { type ExitStatus, exitStatus } from '@feedflow/shared/command-line/exit-status';
import { filterOption } from '@feedflow/shared/command-line/filter-option';
import { jsonOption } from '@feedflow/shared/command-line/json-option';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import type { Closing } from '@feedflow/shared/model/closing';
import { defaultFailureThreshold, type FailureThreshold } from '@feedflow/shared/model/failure-threshold';
import { optionalSourceFields } from '@feedflow/shared/model/source';
import {
  API_EXITS,
  type Command,
  type CommandContext,
  isConfirmed,
  JSON_OPTION,
  print,
  YES_OPTION,
} from '../command.ts';
import { bodyOf, check, optionName, optionsOf, queryOf } from '../contract-options.ts';
import { describeQuality } from '../describe/quality.ts';
import { describeSource, describeSources, describeValues } from '../describe/sources.ts';
import { plain } from '../text.ts';

const SOURCE = { name: 'SOURCE', description: 'the name of a source' };

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
    description: 'Credentials. Other users of this machine may see them; those in --file they do not.',
  },
  file: {
    value: 'FILE',
    description:
      'Fields as a JSON object, in the form of the feeds file; options take precedence. "-" is standard input.',
  },
};

const CLEAR: OptionSpecs = {
  clear: {
    value: 'WORD,…',
    description: `Set these back to their defaults, or remove them. Allowed: ${optionalSourceFields.map(optionName).join(', ')}.`,
  },
};

function sourceOptions(operation: 'addSource' | 'changeSource', omit: readonly string[]): OptionSpecs {
  const fields = Object.entries(optionsOf(operation, 'body', omit)).map(
    ([name, option]): [string, OptionSpec] => {
      const description = MEANINGS[name] ?? option.description;
      return [name, { ...option, description }];
    },
  );
  return { ...Object.fromEntries(fields), ...SOURCE_OPTIONS };
}

/** The fields of a source by the options. @throws UsageError */
function fieldsOf(
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
    ...bodyOf(operation, values),
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

function changesThreshold(values: OptionValues): boolean {
  return [values.text('failure-percent'), values.text('failure-records')].some((text) => text !== undefined);
}

/** The JSON object that an option names: see `jsonOption`. @throws UsageError */
export function readJson(text: string, option: string): Record<string, unknown> {
  const json = jsonOption(text, option);
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new UsageError(`${option}: ${text} must have a JSON object`);
}

async function setEnabled(
  context: CommandContext,
  operation: 'enableSource' | 'disableSource',
): Promise<ExitStatus> {
  const { api, line } = context;
  const body = bodyOf(operation, line.values);
  check(operation, 'body', body);
  const source = await api.call(operation, { params: { name: line.arguments[0] ?? '' }, body });
  return print(context, source, `${source.name} is ${source.enabled ? 'enabled' : 'disabled'}`);
}

export const sourceCommands: readonly Command[] = [
  {
    name: 'sources list',
    summary: 'All sources, how their last run ended and when they are due.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'sources list',
    operations: ['listSources'],
    perform: async (context) => {
      const list = await context.api.call('listSources');
      return print(context, list, describeSources(list.items));
    },
  },
  {
    name: 'sources show',
    arguments: [SOURCE],
    summary: 'One source, with the number of its open jobs.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'sources show "Acme careers"',
    operations: ['getSource'],
    perform: async (context) => {
      const { api, line } = context;
      const source = await api.call('getSource', { params: { name: line.arguments[0] ?? '' } });
      return print(context, source, describeSource(source));
    },
  },
  {
    name: 'sources quality',
    arguments: [SOURCE],
    summary: 'The health of a source with its reasons, and its figures at each of its last runs.',
    options: { ...optionsOf('getSourceQuality', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources quality "Acme careers" --limit 10',
    operations: ['getSourceQuality'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('getSourceQuality', line.values);
      check('getSourceQuality', 'query', query);
      const params = { name: line.arguments[0] ?? '' };
      const quality = await api.call('getSourceQuality', { params, query });
      return print(context, quality, describeQuality(quality));
    },
  },
  {
    name: 'sources export',
    summary: 'All sources as a feeds file, without secrets. Standard error names the sources that have some.',
    options: {},
    exits: API_EXITS,
    example: 'sources export > feeds.json',
    operations: ['exportSources', 'listSources'],
    perform: async ({ api, terminal }) => {
      const exported = await api.call('exportSources');
      const { items } = await api.call('listSources');
      terminal.out.write(`${JSON.stringify(exported, null, 2)}\n`);
      const secret = items.filter((source) => source.hasBasicAuth || source.headerNames.length > 0);
      if (secret.length > 0)
        terminal.err.write(
          `without headers and basicAuth of ${plain(secret.map(({ name }) => name).join(', '))}\n`,
        );
      return exitStatus.done;
    },
  },
  {
    name: 'sources add',
    arguments: [{ name: 'SOURCE', description: 'its name; of --file it is known', optional: true }],
    summary: 'Adds a source. Try its feed with "feedflow preview URL" before.',
    options: { ...sourceOptions('addSource', ['name']), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources add "Acme careers" --url https://acme.example/jobs.xml --schedule "15 6 * * 1-5"',
    operations: ['addSource'],
    perform: async (context) => {
      const { api, line } = context;
      const [name] = line.arguments;
      const fields = fieldsOf('addSource', line.values, defaultFailureThreshold);
      const body: Record<string, unknown> = name === undefined ? fields : { ...fields, name };
      if (body['name'] === undefined) throw new UsageError('the name of the source is missing');
      check('addSource', 'body', body);
      const source = await api.call('addSource', { body: body as BodyOf<'addSource'> });
      return print(context, source, `added\n${describeSource(source)}`);
    },
  },
  {
    name: 'sources change',
    arguments: [SOURCE],
    summary: 'Changes a source: what is not given stays.',
    details:
      'With another --url all jobs get new keys, and secrets stay with the server that they were set for: see --keep-secrets.',
    options: { ...sourceOptions('changeSource', []), ...CLEAR, ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources change "Acme careers" --interval-minutes 30 --clear mapping',
    operations: ['changeSource'],
    perform: async (context) => {
      const { api, line } = context;
      const params = { name: line.arguments[0] ?? '' };
      const { failureThreshold } = changesThreshold(line.values)
        ? await api.call('getSource', { params })
        : { failureThreshold: defaultFailureThreshold };
      const body = fieldsOf('changeSource', line.values, failureThreshold);
      if (Object.keys(body).every((field) => field === 'reason')) throw new UsageError('nothing is changed');
      check('changeSource', 'body', body);
      const source = await api.call('changeSource', { params, body });
      const { headerNames, basicAuth } = source.droppedSecrets;
      const dropped = basicAuth ? headerNames.concat('basicAuth') : headerNames;
      const note =
        dropped.length === 0
          ? ''
          : `\nremoved, as the URL is on another server: ${plain(dropped.join(', '))}`;
      return print(context, source, `changed\n${describeSource(source)}${note}`);
    },
  },
  {
    name: 'sources delete',
    arguments: [SOURCE],
    summary: 'Deletes a source. Its runs stay, and so do its jobs without --close-jobs.',
    options: {
      'close-jobs': { description: 'Closes its open jobs too. Without a source nothing else closes them.' },
      ...optionsOf('removeSource', 'query', ['closeJobs']),
      ...YES_OPTION,
    },
    exits: [...(API_EXITS ?? []), [exitStatus.cancelled, 'not confirmed, nothing was deleted']],
    example: 'sources delete "Acme careers" --close-jobs --yes',
    operations: ['removeSource'],
    perform: async (context) => {
      const { api, line, terminal } = context;
      const [name = ''] = line.arguments;
      const closeJobs = line.values.isOn('close-jobs') ?? false;
      const query = { closeJobs: String(closeJobs), reason: line.values.text('reason') };
      check('removeSource', 'query', query);
      const question = async () => {
        const { openJobs } = await api.call('getSource', { params: { name } });
        return `Delete ${plain(name)}? Its ${openJobs} open jobs ${closeJobs ? 'are closed' : 'stay open'}.`;
      };
      if (!(await isConfirmed(context, { question, undone: 'nothing was deleted' })))
        return exitStatus.cancelled;
      await api.call('removeSource', { params: { name }, query });
      terminal.out.write(`deleted ${plain(name)}\n`);
      return exitStatus.done;
    },
  },
  {
    name: 'sources values',
    arguments: [SOURCE],
    summary: 'Texts of its open jobs that have no normalized value, and those that its value maps have.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'sources values "Acme careers"',
    operations: ['listUnmappedValues', 'getSource'],
    perform: async (context) => {
      const params = { name: context.line.arguments[0] ?? '' };
      check('listUnmappedValues', 'params', params);
      const unmapped = await context.api.call('listUnmappedValues', { params });
      const { values } = await context.api.call('getSource', { params });
      return print(context, { ...unmapped, values }, describeValues(unmapped, values));
    },
  },
  {
    name: 'sources rename',
    arguments: [SOURCE, { name: 'NAME', description: 'its new name' }],
    summary: 'Gives a source another name, and its runs and jobs too. Not while it is being imported.',
    options: { ...optionsOf('renameSource', 'body', ['name']), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources rename "Acme careers" "Acme jobs"',
    operations: ['renameSource'],
    perform: async (context) => {
      const { api, line } = context;
      const [name = '', to = ''] = line.arguments;
      const body = { name: to, reason: line.values.text('reason') };
      check('renameSource', 'body', body);
      const source = await api.call('renameSource', { params: { name }, body });
      return print(context, source, `${plain(name)} is now ${plain(source.name)}`);
    },
  },
  {
    name: 'sources enable',
    arguments: [SOURCE],
    summary: 'Lets a source be imported. The count of consecutive failures starts again at 0.',
    options: { ...optionsOf('enableSource', 'body'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources enable "Acme careers"',
    operations: ['enableSource'],
    perform: (context) => setEnabled(context, 'enableSource'),
  },
  {
    name: 'sources disable',
    arguments: [SOURCE],
    summary: 'Keeps a source from being imported. A run that has started continues.',
    options: { ...optionsOf('disableSource', 'body'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'sources disable "Acme careers" --reason "the feed is broken"',
    operations: ['disableSource'],
    perform: (context) => setEnabled(context, 'disableSource'),
  },
];
