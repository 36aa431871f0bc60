import { pathOf } from '@feedflow/shared/api/client';
import { type OptionSpecs, type ParsedCommand, wholeNumberOf } from '@feedflow/shared/command-line/command';
import { type ExitStatus, exitStatus, exitStatusOf } from '@feedflow/shared/command-line/exit-status';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { type Api, Refusal } from '../api-client.ts';
import {
  API_EXITS,
  type Command,
  type CommandContext,
  copy,
  isConfirmed,
  JSON_OPTION,
  more,
  print,
  RUN_EXITS,
  YES_OPTION,
} from '../command.ts';
import { bodyOf, check, optionsOf, queryOf } from '../contract-options.ts';
import { describeBatch, describeBatches, describeFailures } from '../describe/batches.ts';
import { describeEvents, describeHeldJobs, describeRun, describeRuns } from '../describe/runs.ts';
import { followRun } from '../follow-run.ts';
import { plain } from '../text.ts';
import { watchRuns } from '../watch-runs.ts';

const RUN = { name: 'RUN', description: 'the id of a run, or "latest" for the newest one' };
const LATEST_OF: OptionSpecs = {
  source: { value: 'NAME', description: 'Of which source "latest" is the newest run. Default: any.' },
};
const WAIT: OptionSpecs = {
  wait: { description: 'Waits until the run ends; the exit status is its result.' },
};
const MAX_BATCH = 99_999_999;

/** The id that a RUN argument stands for. @throws UsageError @throws Refusal */
async function runIdOf(api: Api, { arguments: [given = ''], values }: ParsedCommand): Promise<string> {
  const source = values.text('source');
  if (given !== 'latest') {
    if (source !== undefined) throw new UsageError('--source goes with "latest" only');
    check('getRun', 'params', { runId: given }, { runId: 'RUN' });
    return given;
  }
  const { items } = await api.call('listRuns', { query: { source, limit: 1 } });
  if (!items[0]) {
    throw new Refusal(
      source === undefined ? 'there is no run yet' : `there is no run of a source "${source}"`,
    );
  }
  return items[0].runId;
}

async function waitForRuns(context: CommandContext, runIds: string[]): Promise<ExitStatus> {
  const ended = [];
  for (const runId of runIds) ended.push(await followRun(context.api, runId, context.terminal.err));
  print(context, ended, ended.map(describeRun).join('\n\n'));
  return exitStatusOf(ended);
}

/** A list of whole numbers with commas between. @throws UsageError */
function batchesOf(text: string | undefined): number[] | undefined {
  return text?.split(',').map((part) => {
    if (!/^\d{1,8}$/.test(part))
      throw new UsageError(`--batches must be whole numbers with commas between, not "${text}"`);
    return Number(part);
  });
}

export const runCommands: readonly Command[] = [
  {
    name: 'runs list',
    summary: 'The runs, newest first.',
    options: { ...optionsOf('listRuns', 'query'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs list --status failed,partial --from now-24h',
    operations: ['listRuns'],
    perform: async (context) => {
      const page = await context.api.call('listRuns', { query: queryOf('listRuns', context.line.values) });
      return print(context, page, describeRuns(page.items) + more(page.nextCursor));
    },
  },
  {
    name: 'runs csv',
    summary: 'The runs as CSV, all of them.',
    options: optionsOf('exportRuns', 'query'),
    exits: API_EXITS,
    example: 'runs csv --source "Acme careers" > runs.csv',
    operations: ['exportRuns'],
    perform: (context) => {
      const query = queryOf('exportRuns', context.line.values);
      return copy(context, context.api.stream(pathOf('exportRuns', { query })));
    },
  },
  {
    name: 'runs show',
    arguments: [RUN],
    summary: 'One run, with a progress bar until it ends.',
    options: {
      wait: { description: 'Waits until the run ends. Default; --no-wait shows it as it is now.' },
      ...LATEST_OF,
      ...JSON_OPTION,
    },
    exits: RUN_EXITS,
    example: 'runs show latest --source "Acme careers"',
    operations: ['getRun'],
    perform: async (context) => {
      const { api, line, terminal } = context;
      const runId = await runIdOf(api, line);
      const run =
        line.values.isOn('wait') === false
          ? await api.call('getRun', { params: { runId } })
          : await followRun(api, runId, terminal.err);
      print(context, run, describeRun(run));
      return exitStatusOf([run]);
    },
  },
  {
    name: 'runs start',
    arguments: [{ name: 'SOURCE', description: 'the name of a source; or --all', optional: true }],
    summary: 'Starts importing a source, or all enabled ones.',
    options: {
      all: { description: 'All enabled sources.' },
      ...optionsOf('startImport', 'body', ['source', 'sourceUrl']),
      ...WAIT,
      ...JSON_OPTION,
    },
    exits: RUN_EXITS,
    example: 'runs start "Acme careers" --wait',
    operations: ['startImport'],
    perform: async (context) => {
      const { api, line, terminal } = context;
      const [source] = line.arguments;
      if ((line.values.isOn('all') ?? false) === (source !== undefined))
        throw new UsageError('start one source by its name, or all of them with --all');
      const body = bodyOf('startImport', line.values, { source });
      const started = await api.call('startImport', { body });
      const skipped = started.skipped.map((one) => `skipped ${one.sourceName}: ${one.reason}`);
      if (line.values.isOn('wait')) {
        for (const text of skipped) terminal.err.write(`${text}\n`);
        const runIds = started.runs.map((run) => run.runId);
        return waitForRuns(context, runIds);
      }
      const lines = started.runs.map((run) => `started ${run.runId}  ${run.sourceName}`).concat(skipped);
      return print(context, started, lines.join('\n'));
    },
  },
  {
    name: 'runs rerun',
    arguments: [RUN],
    summary: 'Runs the failed batches of a run again. The feed is not read again.',
    options: {
      batches: {
        value: 'N,…',
        description: 'Only these batches, by their numbers. Default: all that failed.',
      },
      ...optionsOf('rerunBatches', 'body'),
      ...WAIT,
      ...JSON_OPTION,
    },
    exits: RUN_EXITS,
    example: 'runs rerun 665f1c2ab7e4d90012ab34cd --batches 3,7 --wait',
    operations: ['rerunBatches'],
    perform: async (context) => {
      const { api, line } = context;
      const batches = batchesOf(line.values.text('batches'));
      const body = bodyOf('rerunBatches', line.values, { batches });
      const runId = await runIdOf(api, line);
      const started = await api.call('rerunBatches', { params: { runId }, body });
      if (line.values.isOn('wait')) return waitForRuns(context, [runId]);
      const text = `attempt ${started.attempt} repeats ${amountLabel(started.batches, 'batch', 'batches')} with ${amountLabel(started.records, 'record')}`;
      return print(context, started, text);
    },
  },
  {
    name: 'runs cancel',
    arguments: [RUN],
    summary: 'Cancels a run: stops reading the feed and drops waiting batches.',
    options: { ...optionsOf('cancelRun', 'body'), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs cancel 665f1c2ab7e4d90012ab34cd --reason "wrong feed"',
    operations: ['cancelRun'],
    perform: async (context) => {
      const { api, line } = context;
      const body = bodyOf('cancelRun', line.values);
      const cancelled = await api.call('cancelRun', { params: { runId: await runIdOf(api, line) }, body });
      return print(
        context,
        cancelled,
        `stop requested; ${cancelled.cancelledBatches} waiting batches will not run`,
      );
    },
  },
  {
    name: 'runs held-jobs',
    arguments: [RUN],
    summary: 'The jobs that a run held back because too many were no longer in the feed.',
    options: { ...optionsOf('listHeldJobs', 'query'), ...LATEST_OF, ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs held-jobs latest --source "Acme careers"',
    operations: ['listHeldJobs'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('listHeldJobs', line.values);
      const held = await api.call('listHeldJobs', { params: { runId: await runIdOf(api, line) }, query });
      return print(context, held, describeHeldJobs(held));
    },
  },
  {
    name: 'runs confirm-removal',
    arguments: [RUN],
    summary: 'Closes the jobs that a run held back because too many were no longer in the feed.',
    options: { ...optionsOf('confirmRemoval', 'body'), ...LATEST_OF, ...YES_OPTION, ...JSON_OPTION },
    exits: [...(API_EXITS ?? []), [exitStatus.cancelled, 'not confirmed, nothing was closed']],
    example: 'runs confirm-removal latest --source "Acme careers" --reason "they moved" --yes',
    operations: ['confirmRemoval', 'getRun'],
    perform: async (context) => {
      const { api, line } = context;
      const body = bodyOf('confirmRemoval', line.values);
      const params = { runId: await runIdOf(api, line) };
      const question = async () => {
        const { sourceName, removal } = await api.call('getRun', { params });
        return `Close ${amountLabel(removal?.vanishedJobs ?? 0, 'job')} of ${plain(sourceName)}?`;
      };
      if (!(await isConfirmed(context, { question, undone: 'nothing was closed' })))
        return exitStatus.cancelled;
      const closed = await api.call('confirmRemoval', { params, body });
      return print(context, closed, `${amountLabel(closed.removedJobs, 'job')} closed`);
    },
  },
  {
    name: 'runs watch',
    arguments: [{ ...RUN, optional: true }],
    summary: 'Shows what runs do as it happens: of one run until it ends, or of all until Ctrl-C.',
    options: { ...LATEST_OF, json: { description: 'Each event as a line of JSON.' } },
    exits: RUN_EXITS,
    example: 'runs watch',
    operations: ['followRuns'],
    perform: async ({ api, line, terminal }) => {
      const runId = line.arguments.length === 0 ? undefined : await runIdOf(api, line);
      return watchRuns(api, { runId, json: line.values.isOn('json') ?? false }, terminal.out);
    },
  },
  {
    name: 'runs events',
    arguments: [RUN],
    summary: 'The event log of a run, oldest first.',
    options: { ...optionsOf('listRunEvents', 'query'), ...LATEST_OF, ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs events latest --source "Acme careers"',
    operations: ['listRunEvents'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('listRunEvents', line.values);
      const page = await api.call('listRunEvents', { params: { runId: await runIdOf(api, line) }, query });
      return print(context, page, describeEvents(page.items) + more(page.nextCursor));
    },
  },
  {
    name: 'runs batches',
    arguments: [RUN],
    summary: 'The batches of a run.',
    options: { ...optionsOf('listBatches', 'query'), ...LATEST_OF, ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs batches latest --status failed',
    operations: ['listBatches'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('listBatches', line.values);
      const page = await api.call('listBatches', { params: { runId: await runIdOf(api, line) }, query });
      return print(context, page, describeBatches(page) + more(page.nextCursor));
    },
  },
  {
    name: 'runs batch',
    arguments: [RUN, { name: 'BATCH', description: 'the number of the batch, from 0' }],
    summary: 'One batch, and its result in each attempt.',
    options: { ...optionsOf('getBatch', 'query'), ...LATEST_OF, ...JSON_OPTION },
    exits: API_EXITS,
    example: 'runs batch 665f1c2ab7e4d90012ab34cd 3',
    operations: ['getBatch'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('getBatch', line.values);
      const batchIndex = wholeNumberOf(line.arguments[1], 'BATCH', 0, MAX_BATCH);
      const batch = await api.call('getBatch', {
        params: { runId: await runIdOf(api, line), batchIndex },
        query,
      });
      return print(context, batch, describeBatch(batch));
    },
  },
  {
    name: 'runs batch-map',
    arguments: [RUN],
    summary: 'All batches of a run at a glance, as JSON: a strip by status and a timeline by worker.',
    options: { ...optionsOf('mapBatches', 'query'), ...LATEST_OF },
    exits: API_EXITS,
    example: 'runs batch-map latest',
    operations: ['mapBatches'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('mapBatches', line.values);
      const map = await api.call('mapBatches', { params: { runId: await runIdOf(api, line) }, query });
      return print(context, map, JSON.stringify(map));
    },
  },
  {
    name: 'runs failures',
    arguments: [RUN],
    summary: 'What failed in a run, by reason.',
    options: {
      ...optionsOf('groupFailures', 'query'),
      ndjson: {
        description: 'Every stored failure of the run as a line of JSON instead, whatever its reason.',
      },
      ...LATEST_OF,
      ...JSON_OPTION,
    },
    exits: API_EXITS,
    example: 'runs failures latest --reason title-missing --samples 20',
    operations: ['groupFailures', 'exportFailures'],
    perform: async (context) => {
      const { api, line } = context;
      const query = queryOf('groupFailures', line.values);
      const isWhole = line.values.isOn('ndjson') ?? false;
      if (isWhole && Object.values(query).some((value) => value !== undefined))
        throw new UsageError(
          '--ndjson prints all failures: --reason, --samples and --skip do not go with it',
        );
      const runId = await runIdOf(api, line);
      if (isWhole) return copy(context, api.stream(pathOf('exportFailures', { params: { runId } })));
      const report = await api.call('groupFailures', { params: { runId }, query });
      return print(context, report, describeFailures(report, query['reason']));
    },
  },
  {
    name: 'runs raw',
    arguments: [
      RUN,
      {
        name: 'NUMBER',
        description: 'the number of the record in the feed, from 1, as "runs failures" shows it',
      },
    ],
    summary: 'The raw text of a record, if STORE_RAW stored it.',
    options: LATEST_OF,
    exits: API_EXITS,
    example: 'runs raw 665f1c2ab7e4d90012ab34cd 17',
    operations: ['readRawRecord'],
    perform: async ({ api, line, terminal }) => {
      const number = wholeNumberOf(line.arguments[1], 'NUMBER', 1, 999_999_999);
      const params = { runId: await runIdOf(api, line), position: number - 1 };
      const raw = await api.text('readRawRecord', { params });
      // Other than in a report, its line breaks stay.
      terminal.out.write(`${raw.replace(/[^\P{Cc}\n\t]/gu, ' ')}\n`);
      return exitStatus.done;
    },
  },
];
