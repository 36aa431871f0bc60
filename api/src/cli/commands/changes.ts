import { pathOf } from '@feedflow/shared/api/client';
import { type ExitStatus, exitStatus } from '@feedflow/shared/command-line/exit-status';
import { write } from '@feedflow/shared/command-line/write';
import { jsonLine } from '@feedflow/shared/json-lines';
import { Unreachable } from '../api-client.ts';
import { API_EXITS, type Command, type CommandContext } from '../command.ts';
import { optionsOf, queryOf } from '../contract-options.ts';
import { eventsOf } from '../watch-runs.ts';

const PAGE_SIZE = 500;

export const changeCommands: readonly Command[] = [
  {
    name: 'changes',
    summary: 'Changes of jobs in their order, as lines of JSON.',
    options: {
      ...optionsOf('listChanges', 'query', ['limit']),
      follow: { description: 'Continues with changes as they happen, without end.' },
    },
    exits: API_EXITS,
    example: 'changes --follow',
    operations: ['listChanges', 'followChanges'],
    perform: async (context) => {
      const { cursor } = queryOf('listChanges', context.line.values);
      return context.line.values.isOn('follow') ? follow(context, cursor) : list(context, cursor);
    },
  },
];

/** Prints the changes that there are, and on the error output the cursor that continues after them. */
async function list({ api, terminal }: CommandContext, from: string | undefined): Promise<ExitStatus> {
  for (let cursor = from; ; ) {
    const page = await api.call('listChanges', { query: { cursor, limit: PAGE_SIZE } });
    for (const change of page.items) await writeLine(terminal, change);
    if (page.nextCursor === cursor) {
      terminal.err.write(`next: --cursor ${cursor}\n`);
      return exitStatus.done;
    }
    cursor = page.nextCursor;
  }
}

/** @throws Unreachable if the stream ends */
async function follow({ api, terminal }: CommandContext, cursor: string | undefined): Promise<never> {
  for await (const { event, data } of eventsOf(api.stream(pathOf('followChanges', { query: { cursor } })))) {
    if (event === 'change') await writeLine(terminal, data);
  }
  throw new Unreachable('the API ended the stream');
}

function writeLine({ out }: CommandContext['terminal'], value: unknown): Promise<void> {
  return write(out, `${jsonLine(value)}\n`);
}
