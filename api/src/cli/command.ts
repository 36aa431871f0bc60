import type { OperationName } from '@feedflow/shared/api/paths';
import type { CommandSpec, OptionSpecs, ParsedCommand } from '@feedflow/shared/command-line/command';
import { type ExitStatus, exitStatus } from '@feedflow/shared/command-line/exit-status';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { write } from '@feedflow/shared/command-line/write';
import type { Api } from './api-client.ts';

export interface Terminal {
  out: NodeJS.WritableStream;
  /** Where progress goes, so that what is on `out` can be piped on. */
  err: NodeJS.WritableStream & { isTTY?: boolean };
  /** Asks the user a question; absent where nobody can answer. */
  ask?: (question: string) => Promise<string>;
}

export interface CommandContext {
  api: Api;
  line: ParsedCommand;
  /** As they were typed, without the name of the command. */
  args: string[];
  terminal: Terminal;
  /** Reads a feed on this machine: see `preview`. */
  previewHere: (args: string[]) => Promise<number>;
}

/** A command: what it is in the help, and what it does. */
export interface Command extends CommandSpec {
  /** What it calls. */
  operations: readonly OperationName[];
  /** @throws what the API client throws, and UsageError */
  perform(context: CommandContext): Promise<ExitStatus>;
}

export const JSON_OPTION: OptionSpecs = { json: { description: "Prints the API's response as JSON." } };

/** Of commands that cannot be undone: see `isConfirmed`. */
export const YES_OPTION: OptionSpecs = {
  yes: { description: 'Does not ask. Needed where nobody can answer.' },
};

const REQUEST_FAILED: CommandSpec['exits'] = [
  [exitStatus.refused, 'the API refused the request: the message says why'],
  [exitStatus.broken, 'the API cannot be reached, or has an internal error'],
];

export const API_EXITS: CommandSpec['exits'] = [[exitStatus.done, 'done'], ...REQUEST_FAILED];

/** The exit statuses of a command that shows how runs ended. */
export const RUN_EXITS: CommandSpec['exits'] = [
  [exitStatus.done, 'done; the run completed, or is running'],
  [exitStatus.failed, 'the run failed'],
  [exitStatus.partial, 'the run is partial: too many of its records failed, or its feed was cut off'],
  [exitStatus.cancelled, 'the run was cancelled'],
  ...REQUEST_FAILED,
];

/**
 * Asks whether to go on, unless the command has --yes.
 *
 * @param question what is about to happen; undone: what is said where the answer is not yes
 * @throws UsageError where nobody can answer
 */
export async function isConfirmed(
  { line, terminal }: CommandContext,
  { question, undone }: { question: () => Promise<string>; undone: string },
): Promise<boolean> {
  if (line.values.isOn('yes')) return true;
  if (!terminal.ask) throw new UsageError('--yes is needed where nobody can answer a question');
  const answer = await terminal.ask(`${await question()} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  terminal.err.write(`${undone}\n`);
  return false;
}

/** Prints a response: as JSON with --json, else as text. */
export function print({ terminal, line }: CommandContext, json: unknown, text: string): ExitStatus {
  terminal.out.write(`${line.values.isOn('json') ? JSON.stringify(json, null, 2) : text}\n`);
  return exitStatus.done;
}

/** Prints what arrives, as it arrives. */
export async function copy({ terminal }: CommandContext, texts: AsyncIterable<string>): Promise<ExitStatus> {
  for await (const text of texts) await write(terminal.out, text);
  return exitStatus.done;
}

/** The line below a page that is not the last one. */
export function more(nextCursor: string | null): string {
  return nextCursor === null ? '' : `\nmore: --cursor ${nextCursor}`;
}
