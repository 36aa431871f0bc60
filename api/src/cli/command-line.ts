import { parseArgs } from 'node:util';
import { UsageError } from '@feedflow/shared/command-line/usage-error';

export const HELP = `Talks to Feedflow's API from a terminal or a script.

  npm run feedflow -- <command> [options]

  run SOURCE | --all      start importing; with --wait, wait until it ends; with --full, read the whole
                          feed, not only what changed since the last full import
  runs                    the newest runs [--source NAME] [--status failed,partial] [--from now-24h]
                          [--text WORD] [--warning CODE|any] [--limit N]
  show RUN                one run, with a progress bar until it ends; --no-wait to see it as it is
  rerun RUN               run its failed batches again [--batches 3,7] [--wait]
  cancel RUN              stop a run
  confirm RUN             close the jobs that a run held back because too many were no longer in the feed
  sources                 all sources, how their last run went and when they are due
  preview URL             what an import of a feed would read [--records N] [--samples N] [--dialect NAME]

  --json                  the API's JSON response instead of text
  --reason TEXT           why a command is sent, for the audit log
  --help                  this text

API_URL says where the API is (http://127.0.0.1:4000 without it), API_TOKEN is its token.

Exit status:
  0  done; with --wait: the run completed
  1  the run failed
  2  wrong usage
  3  the run is partial: some of its records or batches failed
  4  the run was cancelled
  5  the API refused: unknown run or source, already running, wrong token, feed that cannot be read
  6  the API cannot be reached, or has an internal error
`;

export const commandNames = [
  'run',
  'runs',
  'show',
  'rerun',
  'cancel',
  'confirm',
  'sources',
  'preview',
] as const;
export type CommandName = (typeof commandNames)[number];

const options = {
  all: { type: 'boolean' },
  full: { type: 'boolean' },
  wait: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  reason: { type: 'string' },
  source: { type: 'string' },
  status: { type: 'string' },
  from: { type: 'string' },
  text: { type: 'string' },
  warning: { type: 'string' },
  limit: { type: 'string' },
  batches: { type: 'string' },
  records: { type: 'string' },
  samples: { type: 'string' },
  dialect: { type: 'string' },
} as const;

type OptionName = keyof typeof options;

const always: readonly OptionName[] = ['json', 'help'];

/** Per command: what it is given beside options, and the options it knows. */
const usage: Record<
  CommandName,
  { argument: 'required' | 'optional' | 'none'; options: readonly OptionName[] }
> = {
  run: { argument: 'optional', options: ['all', 'full', 'wait', 'reason'] },
  runs: { argument: 'none', options: ['source', 'status', 'from', 'text', 'warning', 'limit'] },
  show: { argument: 'required', options: ['no-wait'] },
  rerun: { argument: 'required', options: ['batches', 'wait', 'reason'] },
  cancel: { argument: 'required', options: ['reason'] },
  confirm: { argument: 'required', options: ['reason'] },
  sources: { argument: 'none', options: [] },
  preview: { argument: 'required', options: ['records', 'samples', 'dialect', 'reason'] },
};

/** What the user requested. */
export interface CommandLine {
  command: CommandName;
  /** The source, run or url; empty where there is none. */
  argument: string;
  flags: { all: boolean; full: boolean; wait: boolean; noWait: boolean; json: boolean };
  values: Partial<Record<OptionName, string>>;
}

/**
 * Reads the arguments; null for --help.
 *
 * @throws UsageError that says what is wrong
 */
export function parseCommandLine(args: string[]): CommandLine | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [name = '', argument = '', ...others] = positionals;
  const command = commandNames.find((candidate) => candidate === name);
  if (!command) throw new UsageError(name ? `there is no command "${name}"` : 'which command?');
  const known = usage[command];
  for (const option of Object.keys(values) as OptionName[]) {
    if (![...always, ...known.options].includes(option))
      throw new UsageError(`${command} knows no --${option}`);
  }
  if (known.argument === 'required' && !argument) throw new UsageError(`${command} what?`);
  if (others.length > 0 || (known.argument === 'none' && argument)) {
    throw new UsageError(`${command} takes no "${others[0] ?? argument}"`);
  }
  const { all = false, full = false, wait = false, json = false } = values;
  if (command === 'run' && all === (argument !== '')) {
    throw new UsageError('run one source by its name, or all of them with --all');
  }
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    command,
    argument,
    flags: { all, full, wait, noWait: values['no-wait'] ?? false, json },
    values: Object.fromEntries(texts),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A list of whole numbers with commas between. @throws UsageError */
export function wholeNumbers(option: string, text: string): number[] {
  return text.split(',').map((part) => {
    if (!/^\d{1,9}$/.test(part)) throw new UsageError(`--${option} must be whole numbers, got "${text}"`);
    return Number(part);
  });
}
