import { startTracing } from '@feedflow/shared/tracing/start-tracing';

// Modules to be traced are loaded after the tracing.
const tracing = await startTracing('scheduler', process.env);
const { runScheduler } = await import('../schedule/scheduler-process.ts');
await runScheduler(tracing);
