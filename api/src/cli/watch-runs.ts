import { pathOf, type ResponseOf } from '@feedflow/shared/api/client';
import { type ExitStatus, exitStatusOf } from '@feedflow/shared/command-line/exit-status';
import { write } from '@feedflow/shared/command-line/write';
import { jsonLine } from '@feedflow/shared/json-lines';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { type RunEvent, runEvent } from '@feedflow/shared/model/run-event';
import { type Api, Unreachable } from './api-client.ts';
import { describeRun, describeRuns } from './describe/runs.ts';
import { outcome, plain, timestamp } from './text.ts';

interface SseEvent {
  event: string;
  data: unknown;
}

/**
 * Writes a line for each event of the API's stream: of one run until it ends, or of all runs without end.
 *
 * @throws Unreachable if the stream ends earlier
 */
export async function watchRuns(
  api: Api,
  { runId, json }: { runId: string | undefined; json: boolean },
  out: NodeJS.WritableStream,
): Promise<ExitStatus> {
  for await (const event of eventsOf(api.stream(pathOf('followRuns', { query: { runId } })))) {
    await write(out, `${json ? jsonLine(event) : describe(event, runId)}\n`);
    const ended = endOf(event, runId);
    if (ended) return exitStatusOf([ended]);
  }
  throw new Unreachable('the API ended the stream');
}

/** The events of a stream of server-sent events. */
export async function* eventsOf(texts: AsyncIterable<string>): AsyncGenerator<SseEvent> {
  let rest = '';
  for await (const text of texts) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitOnce(line)));
      const data = fields.get('data');
      if (data !== undefined) yield { event: fields.get('event') ?? 'message', data: JSON.parse(data) };
    }
  }
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}

/** The status with which the watched run ended, if it did. */
function endOf({ event, data }: SseEvent, runId: string | undefined) {
  if (runId === undefined) return null;
  if (event === 'snapshot') {
    const run = data as ResponseOf<'getRun'>;
    return run.status === 'running' ? null : run;
  }
  const parsed = runEvent.safeParse(data);
  return parsed.success && parsed.data.type === 'run.finished' ? parsed.data : null;
}

function describe({ event, data }: SseEvent, runId: string | undefined): string {
  if (event === 'reset') return 'events were missed; the runs as they are now:';
  if (event === 'snapshot')
    return runId === undefined
      ? describeRuns((data as ResponseOf<'listRuns'>).items)
      : describeRun(data as ResponseOf<'getRun'>);
  const parsed = runEvent.safeParse(data);
  if (!parsed.success) return plain(event);
  const { at, runId: id, sourceName } = parsed.data;
  return `${timestamp(at)}  ${id}  ${plain(sourceName)}  ${whatHappened(parsed.data)}`;
}

function whatHappened(event: RunEvent): string {
  switch (event.type) {
    case 'run.started':
      return `started (${event.trigger}, attempt ${event.attempt})`;
    case 'run.progress':
      return `${amountLabel(event.totalFetched, 'record')} in ${amountLabel(event.enqueuedBatches, 'batch', 'batches')}${reread(event.rereadRecords)}${event.fetchDone ? ', feed read' : ''}`;
    case 'batch.finished':
      return `batch ${event.batchIndex} ${event.status}: ${amountLabel(event.records, 'record')}, ${event.failedJobs} failed`;
    case 'run.finished':
      return `${event.status}: ${outcome(event)}`;
  }
}

function reread(records: number | null | undefined): string {
  return typeof records === 'number' ? `, ${amountLabel(records, 'record')} read again` : '';
}
