import type { BodyOf } from '@feedflow/shared/api/client';
import { type ExitStatus, exitStatus } from '@feedflow/shared/command-line/exit-status';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { countLabel } from '@feedflow/shared/model/amount-label';
import { defaultFailureThreshold } from '@feedflow/shared/model/failure-threshold';
import {
  API_EXITS,
  type Command,
  type CommandContext,
  isConfirmed,
  JSON_OPTION,
  print,
  YES_OPTION,
} from '../command.ts';
import { bodyOf, check, optionsOf, queryOf } from '../contract-options.ts';
import { describeQuality } from '../describe/quality.ts';
import { describeSource, describeSources, describeValues } from '../describe/sources.ts';
import { CLEAR, changesThreshold, fieldsOf, sourceOptions } from '../source-options.ts';
import { plain } from '../text.ts';

const SOURCE = { name: 'SOURCE', description: 'the name of a source' };

async function setEnabled(
  context: CommandContext,
  operation: 'enableSource' | 'disableSource',
): Promise<ExitStatus> {
  const { api, line } = context;
  const body = bodyOf(operation, line.values);
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
    arguments: [{ name: 'SOURCE', description: 'its name; not needed with --file', optional: true }],
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
      check('addSource', 'body', body, name === undefined ? {} : { name: 'SOURCE' });
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
        return `Delete ${plain(name)}? Its open jobs (${countLabel(openJobs)}) ${closeJobs ? 'will be closed' : 'stay open'}.`;
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
      check('listUnmappedValues', 'params', params, { name: 'SOURCE' });
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
      check('renameSource', 'body', body, { name: 'NAME' });
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
