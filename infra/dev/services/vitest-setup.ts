import { repositoryServices, throwAwayServices } from './services.ts';

/**
 * Vitest's global setup: gives the tests MONGODB_URI and REDIS_URL. Where both are set, as under `npm test`,
 * it starts nothing; else vitest was run directly and gets throw-away servers.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const services = await throwAwayServices(repositoryServices());
  process.env['MONGODB_URI'] = services.mongoUri;
  process.env['REDIS_URL'] = services.redisUrl;
  return () => services.close();
}
