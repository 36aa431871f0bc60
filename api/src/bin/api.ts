import { startTracing } from '@feedflow/shared/tracing/start-tracing';

// What is to be traced is loaded after the tracing.
const tracing = await startTracing('api', process.env);
const { runApi } = await import('../api-process.ts');
await runApi(tracing);
