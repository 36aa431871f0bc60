import { runPreview } from './feed-preview/run.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
// A reader that has seen enough (head, less) is no failure.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runPreview(
  process.argv.slice(2),
  { out: process.stdout, err: process.stderr },
  interrupt.signal,
);
