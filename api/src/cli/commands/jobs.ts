import { pathOf } from '@feedflow/shared/api/client';
import type { ExitStatus } from '@feedflow/shared/command-line/exit-status';
import { JOB_FORMATS } from '@feedflow/shared/jobs-out/formats';
import { API_EXITS, type Command, type CommandContext, copy, JSON_OPTION, more, print } from '../command.ts';
import { check, optionsOf, queryOf } from '../contract-options.ts';
import { describeJob, describeJobs } from '../describe/jobs.ts';

function exportAs(format: string, context: CommandContext): Promise<ExitStatus> {
  const query = queryOf('exportJobs', context.line.values);
  return copy(context, context.api.stream(pathOf('exportJobs', { params: { format }, query })));
}

export const jobCommands: readonly Command[] = [
  {
    name: 'jobs list',
    summary: 'Imported jobs.',
    options: { ...optionsOf('listJobs', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'jobs list --source "Acme careers" --status closed --sort -closedAt',
    operations: ['listJobs'],
    perform: async (context) => {
      const page = await context.api.call('listJobs', { query: queryOf('listJobs', context.line.values) });
      return print(context, page, describeJobs(page.items) + more(page.nextCursor));
    },
  },
  {
    name: 'jobs count',
    summary: 'How many jobs match. Counts up to 100,000.',
    options: { ...optionsOf('countJobs', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'jobs count --status open',
    operations: ['countJobs'],
    perform: async (context) => {
      const { api, line } = context;
      const counted = await api.call('countJobs', { query: queryOf('countJobs', line.values) });
      return print(context, counted, counted.exact ? String(counted.count) : `more than ${counted.count}`);
    },
  },
  {
    name: 'jobs csv',
    summary: 'Jobs as CSV, all that match, without descriptions.',
    options: optionsOf('exportJobs', 'query'),
    exits: API_EXITS,
    example: 'jobs csv --status open > jobs.csv',
    operations: ['exportJobs'],
    perform: (context) => exportAs('csv', context),
  },
  {
    name: 'jobs export',
    arguments: [{ name: 'FORMAT', description: JOB_FORMATS.join(', ') }],
    summary: 'All jobs that match, as lines of JSON, JSON-LD, XML or CSV.',
    options: optionsOf('exportJobs', 'query'),
    exits: API_EXITS,
    example: 'jobs export xml --source "Acme careers" > jobs.xml',
    operations: ['exportJobs'],
    perform: (context) => {
      const [format = ''] = context.line.arguments;
      check('exportJobs', 'params', { format }, { format: 'FORMAT' });
      return exportAs(format, context);
    },
  },
  {
    name: 'jobs show',
    arguments: [{ name: 'KEY', description: 'the dedupeKey of a job: 40 hex digits' }],
    summary: 'One job, with its history.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'jobs show 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    operations: ['getJob'],
    perform: async (context) => {
      const params = { dedupeKey: context.line.arguments[0] ?? '' };
      check('getJob', 'params', params, { dedupeKey: 'KEY' });
      const job = await context.api.call('getJob', { params });
      return print(context, job, describeJob(job));
    },
  },
];
