import { startTracing } from '@feedflow/shared/tracing/start-tracing';

// What is to be traced is loaded after the tracing.
const tracing = await startTracing('scheduler', process.env);
const { runScheduler } = await import('../schedule/scheduler-process.ts');
await runScheduler(tracing);
