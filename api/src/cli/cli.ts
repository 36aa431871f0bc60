import { helpOf, parseCommand, rows } from '@feedflow/shared/command-line/command';
import { exitStatus } from '@feedflow/shared/command-line/exit-status';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { settings } from '@feedflow/shared/settings';
import { connectApi, Refusal, Unreachable } from './api-client.ts';
import type { Command, Terminal } from './command.ts';
import { attentionCommands } from './commands/attention.ts';
import { changeCommands } from './commands/changes.ts';
import { jobCommands } from './commands/jobs.ts';
import { preview } from './commands/preview.ts';
import { runCommands } from './commands/runs.ts';
import { sourceCommands } from './commands/sources.ts';
import { systemCommands } from './commands/system.ts';

const DEFAULT_URL = settings.API_URL.parse(undefined);

export const allCommands: readonly Command[] = [
  ...runCommands,
  ...sourceCommands,
  preview,
  ...jobCommands,
  ...changeCommands,
  ...attentionCommands,
  ...systemCommands,
];

/** Short forms, and what a group does without a command. */
const aliases: Readonly<Record<string, string>> = {
  runs: 'runs list',
  sources: 'sources list',
  jobs: 'jobs list',
  stats: 'stats runs',
  attention: 'attention list',
  run: 'runs start',
  show: 'runs show',
  rerun: 'runs rerun',
  cancel: 'runs cancel',
  confirm: 'runs confirm-removal',
};

/**
 * Runs one command and returns its exit status.
 *
 * @param deps.previewHere reads a feed on this machine; its result is the exit status
 */
export async function runCommandLine(
  args: string[],
  env: Record<string, string | undefined>,
  { terminal, previewHere }: { terminal: Terminal; previewHere: (args: string[]) => Promise<number> },
): Promise<number> {
  let command: Command | undefined;
  try {
    const help = helpFor(args);
    if (help !== null) {
      terminal.out.write(help);
      return exitStatus.done;
    }
    const found = findCommand(args);
    command = found.command;
    const line = parseCommand(command, found.args);
    if (line === null) {
      terminal.out.write(helpOf(command));
      return exitStatus.done;
    }
    const api = connectApi({ url: env['API_URL'], token: env['API_TOKEN'] || undefined });
    return await command.perform({ api, line, args: found.args, terminal, previewHere });
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err.write(
        `${error.message}; "feedflow ${command ? `${command.name} ` : ''}--help" shows how to use it\n`,
      );
      return exitStatus.wrongUsage;
    }
    if (error instanceof Refusal || error instanceof Unreachable) {
      terminal.err.write(`${error.message}\n`);
      return error instanceof Refusal ? exitStatus.refused : exitStatus.broken;
    }
    throw error;
  }
}

function isHelp(arg: string | undefined): boolean {
  return arg === '--help' || arg === '-h' || arg === 'help';
}

/** The help of all commands, or of a group; null where a single command is meant. */
function helpFor([first, second, ...others]: string[]): string | null {
  if (isHelp(first) && second === undefined) return mainHelp();
  const group = isHelp(first) ? second : first;
  const isGroup = others.length === 0 && (isHelp(first) || isHelp(second));
  const inGroup = allCommands.filter(({ name }) => name.startsWith(`${group} `));
  return isGroup && inGroup.length > 0 ? groupHelp(String(group), inGroup) : null;
}

/** @throws UsageError */
function findCommand(args: string[]): { command: Command; args: string[] } {
  const [first = '', second = ''] = args;
  const named = (name: string | undefined) => allCommands.find((candidate) => candidate.name === name);
  const two = named(`${first} ${second}`);
  if (two) return { command: two, args: args.slice(2) };
  const group = allCommands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && second !== '' && !second.startsWith('-')) {
    const words = group.map(({ name }) => name.slice(first.length + 1));
    throw new UsageError(`"${first}" has no command "${second}"; it has ${words.join(', ')}`);
  }
  const one = named(Object.hasOwn(aliases, first) ? aliases[first] : first);
  if (one) return { command: one, args: args.slice(1) };
  throw new UsageError(first === '' ? 'no command' : `there is no command "${first}"`);
}

function groupHelp(group: string, commands: readonly Command[]): string {
  const usual = aliases[group];
  return [
    `Usage: feedflow ${group} COMMAND [options]`,
    '',
    ...rows(commands.map(({ name, summary }) => [name, summary])),
    '',
    `"feedflow ${group}" alone is "${usual}". "feedflow ${group} COMMAND --help" shows options, exit statuses and an example.`,
    '',
  ].join('\n');
}

function mainHelp(): string {
  const shorts = Object.entries(aliases).filter(([short, name]) => !name.startsWith(`${short} `));
  return [
    'Feedflow on the command line.',
    '',
    'Usage: feedflow COMMAND [options]',
    '  In a checkout: npm run feedflow -- COMMAND [options]; npm run --silent prints nothing else.',
    '  In the container image: infra/deploy/docker/feedflow client COMMAND [options]',
    '',
    'Commands:',
    ...rows(allCommands.map(({ name, summary }) => [name, summary])),
    '',
    `Short forms: ${shorts.map(([short, name]) => `${short} (${name})`).join(', ')}.`,
    '',
    '"feedflow COMMAND --help" shows the options of a command, its exit statuses and an example.',
    '',
    'Environment:',
    ...rows([
      ['API_URL', `the address of the API. Default: ${DEFAULT_URL}`],
      ['API_TOKEN', 'its token, if it has one'],
      ['FETCH_ALLOW_PRIVATE_HOSTS', 'true: a preview on this machine may read from private addresses'],
    ]),
    '',
    'Exit status:',
    ...rows(
      [
        ['0', 'done; the run completed'],
        ['1', 'the run failed, the feed cannot be read, the output cannot be written, or a service is down'],
        ['2', 'wrong usage'],
        ['3', 'the run or the preview is partial'],
        ['4', 'the run was cancelled, or a question was not answered with yes'],
        ['5', 'the API refused the request: the message says why'],
        ['6', 'the API cannot be reached, or has an internal error'],
      ],
      5,
    ),
    '',
  ].join('\n');
}
