import { createInterface } from 'node:readline/promises';
import { runCommandLine } from '../cli/cli.ts';
import { previewHere } from '../cli/preview-here.ts';

// A closed output (head, less) is no failure.
process.stdout.on('error', () => process.exit(0));

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

const terminal = { out: process.stdout, err: process.stderr };
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  terminal: process.stdin.isTTY ? { ...terminal, ask } : terminal,
  previewHere,
});
