import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { connectApi, Refusal, Unreachable } from './api-client.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { commands, type Terminal } from './commands.ts';
import { type ExitStatus, exitStatus } from '@feedflow/shared/command-line/exit-status';

const DEFAULT_URL = 'http://127.0.0.1:4000';

/** Runs one command and returns its exit status. */
export async function runCommandLine(
  args: string[],
  env: Record<string, string | undefined>,
  terminal: Terminal,
): Promise<ExitStatus> {
  try {
    const line = parseCommandLine(args);
    if (line === null) {
      terminal.out.write(HELP);
      return exitStatus.done;
    }
    const api = connectApi({ url: env['API_URL'] || DEFAULT_URL, token: env['API_TOKEN'] || undefined });
    return await commands[line.command](api, line, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err.write(`${error.message}; --help shows how to use it\n`);
      return exitStatus.wrongUsage;
    }
    if (error instanceof Refusal || error instanceof Unreachable) {
      terminal.err.write(`${error.message}\n`);
      return error instanceof Refusal ? exitStatus.refused : exitStatus.broken;
    }
    throw error;
  }
}
