import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compileCacheFolder } from '../processes/process-args.ts';
import { memoryFolder } from './memory-folder.ts';
import { repositoryServices, throwAwayServices } from './services.ts';

/**
 * Vitest's global setup: sets MONGODB_URI and REDIS_URL for the tests. If both are set, as under `npm test`, it
 * starts nothing; else vitest was run directly, and it starts throw-away servers.
 */
export default async function setup({ config }: TestProject): Promise<() => Promise<void>> {
  const options = repositoryServices();
  // The processes that tests start spend most of their CPU time on compiling modules. Coverage needs them compiled.
  if (!config.coverage.enabled)
    process.env['NODE_COMPILE_CACHE'] ??= join(options.stateFolder, compileCacheFolder);
  const services = await throwAwayServices(options, await memoryFolder());
  process.env['MONGODB_URI'] = services.mongoUri;
  process.env['REDIS_URL'] = services.redisUrl;
  return () => services.close();
}
