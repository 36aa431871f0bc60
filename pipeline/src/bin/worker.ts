import { startTracing } from '@feedflow/shared/tracing/start-tracing';

// Modules to be traced are loaded after the tracing.
const tracing = await startTracing('worker', process.env);
const { runWorker } = await import('../worker/worker-process.ts');
await runWorker(tracing);
