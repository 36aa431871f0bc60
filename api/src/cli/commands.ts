import { feedPreview } from '@feedflow/shared/model/feed-preview';
import { importLogPage } from '@feedflow/shared/model/run';
import { sourceDetails } from '@feedflow/shared/model/source';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { type CommandLine, type CommandName, wholeNumbers } from './command-line.ts';
import { describePreview, describeRun, describeRuns, describeSources } from './describe.ts';
import { type ExitStatus, exitStatus, exitStatusOf } from './exit-status.ts';
import { followRun, readRun } from './follow-run.ts';

export interface Terminal {
  out: NodeJS.WritableStream;
  /** Where progress goes, so that what is on `out` can be piped on. */
  err: NodeJS.WritableStream & { isTTY?: boolean };
}

type Command = (api: ApiClient, line: CommandLine, terminal: Terminal) => Promise<ExitStatus>;

const started = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string() })),
  skipped: z.array(z.object({ sourceName: z.string(), reason: z.string() })),
});

/** What each command does. All of them throw what the API client throws. */
export const commands: Record<CommandName, Command> = {
  run: async (api, { argument, flags, values }, terminal) => {
    const wanted = {
      ...(flags.all ? {} : { source: argument }),
      full: flags.full || undefined,
      ...reasonOf(values),
    };
    const { value, json } = await api.post('/api/import/run', wanted, started);
    if (flags.wait)
      return seeThrough(
        api,
        value.runs.map((run) => run.runId),
        flags.json,
        terminal,
      );
    const lines = [
      ...value.runs.map((run) => `started ${run.runId}  ${run.sourceName}`),
      ...value.skipped.map((one) => `skipped ${one.sourceName}: ${one.reason}`),
    ];
    return print(terminal, flags.json, json, lines.join('\n'));
  },

  runs: async (api, { flags, values }, terminal) => {
    const { source, status, from, text, limit = '20' } = values;
    const query = queryOf({ source, status, from, text, limit });
    const { value, json } = await api.get(`/api/import-logs?${query}`, importLogPage);
    return print(terminal, flags.json, json, describeRuns(value.items));
  },

  show: async (api, { argument, flags }, terminal) => {
    const { value, json } = flags.noWait
      ? await readRun(api, argument)
      : await followRun(api, argument, terminal.err);
    print(terminal, flags.json, json, describeRun(value));
    return exitStatusOf([value]);
  },

  rerun: async (api, { argument, flags, values }, terminal) => {
    const batches = values.batches === undefined ? {} : { batches: wholeNumbers('batches', values.batches) };
    const { value, json } = await api.post(
      `/api/import-logs/${encodeURIComponent(argument)}/rerun`,
      { ...batches, ...reasonOf(values) },
      z.object({ attempt: z.number(), batches: z.number(), records: z.number() }),
    );
    if (flags.wait) return seeThrough(api, [argument], flags.json, terminal);
    const text = `attempt ${value.attempt} repeats ${value.batches} batches with ${value.records} records`;
    return print(terminal, flags.json, json, text);
  },

  cancel: async (api, { argument, flags, values }, terminal) => {
    const { value, json } = await api.post(
      `/api/import-logs/${encodeURIComponent(argument)}/cancel`,
      reasonOf(values),
      z.object({ cancelledBatches: z.number() }),
    );
    const text = `asked to stop; ${value.cancelledBatches} waiting batches will not run`;
    return print(terminal, flags.json, json, text);
  },

  confirm: async (api, { argument, flags, values }, terminal) => {
    const { value, json } = await api.post(
      `/api/import-logs/${encodeURIComponent(argument)}/confirm-removal`,
      reasonOf(values),
      z.object({ removedJobs: z.number() }),
    );
    return print(terminal, flags.json, json, `${value.removedJobs} postings closed`);
  },

  sources: async (api, { flags }, terminal) => {
    const { value, json } = await api.get('/api/sources', z.object({ items: z.array(sourceDetails) }));
    return print(terminal, flags.json, json, describeSources(value.items));
  },

  preview: async (api, { argument, flags, values }, terminal) => {
    const number = (name: 'records' | 'samples') =>
      values[name] === undefined ? {} : { [name]: wholeNumbers(name, values[name])[0] };
    const { dialect } = values;
    const wanted = {
      url: argument,
      ...number('records'),
      ...number('samples'),
      dialect,
      ...reasonOf(values),
    };
    const { value, json } = await api.post('/api/sources/preview', wanted, feedPreview);
    return print(terminal, flags.json, json, describePreview(value));
  },
};

async function seeThrough(
  api: ApiClient,
  runIds: string[],
  asJson: boolean,
  terminal: Terminal,
): Promise<ExitStatus> {
  const ended = [];
  for (const runId of runIds) ended.push(await followRun(api, runId, terminal.err));
  const texts = ended.map((run) => describeRun(run.value)).join('\n\n');
  print(
    terminal,
    asJson,
    ended.map((run) => run.json),
    texts,
  );
  return exitStatusOf(ended.map((run) => run.value));
}

function print(terminal: Terminal, asJson: boolean, json: unknown, text: string): ExitStatus {
  terminal.out.write(`${asJson ? JSON.stringify(json, null, 2) : text}\n`);
  return exitStatus.done;
}

function reasonOf(values: CommandLine['values']): { reason?: string } {
  return values.reason === undefined ? {} : { reason: values.reason };
}

function queryOf(fields: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
