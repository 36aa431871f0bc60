import type { ApiClient } from '@feedflow/shared/api/client';
import { type CommandLine, type CommandName, wholeNumbers } from './command-line.ts';
import { describePreview, describeRun, describeRuns, describeSources } from './describe.ts';
import { type ExitStatus, exitStatus, exitStatusOf } from '@feedflow/shared/command-line/exit-status';
import { followRun } from './follow-run.ts';

export interface Terminal {
  out: NodeJS.WritableStream;
  /** Where progress goes, so that what is on `out` can be piped on. */
  err: NodeJS.WritableStream & { isTTY?: boolean };
}

type Command = (api: ApiClient, line: CommandLine, terminal: Terminal) => Promise<ExitStatus>;

/** What each command does. All of them throw what the API client throws. */
export const commands: Record<CommandName, Command> = {
  run: async (api, { argument, flags, values: { reason } }, terminal) => {
    const source = flags.all ? undefined : argument;
    const full = flags.full || undefined;
    const started = await api.call('startImport', { body: { source, full, reason } });
    if (flags.wait) {
      const runIds = started.runs.map((run) => run.runId);
      return waitForRuns(api, runIds, flags.json, terminal);
    }
    const lines = [
      ...started.runs.map((run) => `started ${run.runId}  ${run.sourceName}`),
      ...started.skipped.map((one) => `skipped ${one.sourceName}: ${one.reason}`),
    ];
    return print(terminal, flags.json, started, lines.join('\n'));
  },

  runs: async (api, { flags, values }, terminal) => {
    const { source, status, from, text, warning, limit = '20' } = values;
    const page = await api.call('listRuns', { query: { source, status, from, text, warning, limit } });
    return print(terminal, flags.json, page, describeRuns(page.items));
  },

  show: async (api, { argument, flags }, terminal) => {
    const run = flags.noWait
      ? await api.call('getRun', { params: { runId: argument } })
      : await followRun(api, argument, terminal.err);
    print(terminal, flags.json, run, describeRun(run));
    return exitStatusOf([run]);
  },

  rerun: async (api, { argument, flags, values }, terminal) => {
    const { reason } = values;
    const batches = values.batches === undefined ? undefined : wholeNumbers('batches', values.batches);
    const started = await api.call('rerunBatches', {
      params: { runId: argument },
      body: { batches, reason },
    });
    if (flags.wait) return waitForRuns(api, [argument], flags.json, terminal);
    const text = `attempt ${started.attempt} repeats ${started.batches} batches with ${started.records} records`;
    return print(terminal, flags.json, started, text);
  },

  cancel: async (api, { argument, flags, values: { reason } }, terminal) => {
    const cancelled = await api.call('cancelRun', { params: { runId: argument }, body: { reason } });
    const text = `stop requested; ${cancelled.cancelledBatches} waiting batches will not run`;
    return print(terminal, flags.json, cancelled, text);
  },

  confirm: async (api, { argument, flags, values: { reason } }, terminal) => {
    const closed = await api.call('confirmRemoval', { params: { runId: argument }, body: { reason } });
    return print(terminal, flags.json, closed, `${closed.removedJobs} jobs closed`);
  },

  sources: async (api, { flags }, terminal) => {
    const list = await api.call('listSources');
    return print(terminal, flags.json, list, describeSources(list.items));
  },

  preview: async (api, { argument, flags, values }, terminal) => {
    const number = (name: 'records' | 'samples') =>
      values[name] === undefined ? undefined : wholeNumbers(name, values[name])[0];
    const { dialect, reason } = values;
    const preview = await api.call('previewFeed', {
      body: { url: argument, records: number('records'), samples: number('samples'), dialect, reason },
    });
    return print(terminal, flags.json, preview, describePreview(preview));
  },
};

async function waitForRuns(
  api: ApiClient,
  runIds: string[],
  asJson: boolean,
  terminal: Terminal,
): Promise<ExitStatus> {
  const ended = [];
  for (const runId of runIds) ended.push(await followRun(api, runId, terminal.err));
  print(terminal, asJson, ended, ended.map(describeRun).join('\n\n'));
  return exitStatusOf(ended);
}

function print(terminal: Terminal, asJson: boolean, json: unknown, text: string): ExitStatus {
  terminal.out.write(`${asJson ? JSON.stringify(json, null, 2) : text}\n`);
  return exitStatus.done;
}
