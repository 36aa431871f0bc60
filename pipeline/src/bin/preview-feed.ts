import v8 from 'node:v8';
import { watchOutputs } from '@feedflow/shared/command-line/watch-outputs';
import { runPreview } from '../feed-preview/cli.ts';

// Collects garbage sooner: the memory of a preview does not depend on the size of the feed, and its figures show that.
v8.setFlagsFromString('--optimize-for-size');

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
watchOutputs(process);

process.exitCode = await runPreview(process.argv.slice(2), {
  streams: { out: process.stdout, err: process.stderr },
  env: process.env,
  signal: interrupt.signal,
});
