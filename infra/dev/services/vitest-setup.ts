import { repositoryServices, throwAwayServices } from './services.ts';

/**
 * Vitest's global setup: sets MONGODB_URI and REDIS_URL for the tests. If both are set, as under `npm test`, it
 * starts nothing; else vitest was run directly, and it starts throw-away servers.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const services = await throwAwayServices(repositoryServices());
  process.env['MONGODB_URI'] = services.mongoUri;
  process.env['REDIS_URL'] = services.redisUrl;
  return () => services.close();
}
