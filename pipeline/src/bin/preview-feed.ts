import v8 from 'node:v8';
import { runPreview } from '../feed-preview/cli.ts';

// Garbage is collected sooner: what a preview holds does not grow with the feed, and its memory shows that.
v8.setFlagsFromString('--optimize-for-size');

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
// A reader that has seen enough (head, less) is no failure.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runPreview(
  process.argv.slice(2),
  { out: process.stdout, err: process.stderr },
  interrupt.signal,
);
