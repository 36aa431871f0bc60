import { parseArgs } from 'node:util';

/** For a command that has no options: `--help` prints its help and ends the process, anything else is wrong usage. */
export function onlyHelp(help: string): void {
  let isHelp = false;
  try {
    isHelp = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help ?? false;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
  if (!isHelp) return;
  process.stdout.write(help);
  process.exit(0);
}
