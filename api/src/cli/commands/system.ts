import { exitStatus } from '@feedflow/shared/command-line/exit-status';
import { API_EXITS, type Command, JSON_OPTION, more, print } from '../command.ts';
import { optionsOf, queryOf } from '../contract-options.ts';
import { describeRemovedRuns, describeStats } from '../describe/stats.ts';
import { describeAudit, describeHealth, describeSession, describeSettings } from '../describe/system.ts';

export const systemCommands: readonly Command[] = [
  {
    name: 'stats runs',
    summary: 'Sums of runs by source, of the last 24 hours or another time. With --json also by time.',
    options: { ...optionsOf('getRunStats', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'stats runs --from now-7d',
    operations: ['getRunStats'],
    perform: async (context) => {
      const { api, line } = context;
      const stats = await api.call('getRunStats', { query: queryOf('getRunStats', line.values) });
      return print(context, stats, describeStats(stats));
    },
  },
  {
    name: 'stats removed-runs',
    summary: 'Sums of runs past retention, by source.',
    options: { ...optionsOf('getRemovedRuns', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'stats removed-runs --source "Acme careers"',
    operations: ['getRemovedRuns'],
    perform: async (context) => {
      const { api, line } = context;
      const removed = await api.call('getRemovedRuns', { query: queryOf('getRemovedRuns', line.values) });
      return print(context, removed, describeRemovedRuns(removed));
    },
  },
  {
    name: 'health',
    summary: 'The state of the installation: MongoDB, Redis, queues, slots for feeds and processes.',
    options: JSON_OPTION,
    exits: [...(API_EXITS ?? []), [exitStatus.failed, 'a service is unavailable']],
    example: 'health',
    operations: ['checkHealth'],
    perform: async (context) => {
      const health = await context.api.call('checkHealth');
      print(context, health, describeHealth(health));
      return health.status === 'ok' ? exitStatus.done : exitStatus.failed;
    },
  },
  {
    name: 'settings',
    summary:
      'The settings of the newest API, scheduler and worker that are no defaults. With --json also the defaults.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'settings',
    operations: ['listSettings'],
    perform: async (context) => {
      const settings = await context.api.call('listSettings');
      return print(context, settings, describeSettings(settings));
    },
  },
  {
    name: 'session',
    summary: 'The permissions of the token, and the version of the API.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'session',
    operations: ['getSession'],
    perform: async (context) => {
      const session = await context.api.call('getSession');
      return print(context, session, describeSession(session));
    },
  },
  {
    name: 'audit',
    summary: 'The audit log, newest first: who sent which command, why, and its result.',
    options: { ...optionsOf('listAudit', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'audit --target "Acme careers"',
    operations: ['listAudit'],
    perform: async (context) => {
      const page = await context.api.call('listAudit', { query: queryOf('listAudit', context.line.values) });
      return print(context, page, describeAudit(page.items) + more(page.nextCursor));
    },
  },
];
