import { watchOutputs } from '@feedflow/shared/command-line/watch-outputs';
import { askQuestion } from '../cli/ask.ts';
import { runCommandLine } from '../cli/cli.ts';
import { previewHere } from '../cli/preview-here.ts';

watchOutputs(process);

const terminal = { out: process.stdout, err: process.stderr };
const ask = (question: string) => askQuestion({ input: process.stdin, output: process.stderr }, question);
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  terminal: process.stdin.isTTY ? { ...terminal, ask } : terminal,
  previewHere,
});
