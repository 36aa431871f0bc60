import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runSession, untilStopped } from '../processes/session.ts';
import { persistentServices, repositoryServices } from './services.ts';

const dotenv = join(import.meta.dirname, '../../../.env');

await runSession(async (session) => {
  if (existsSync(dotenv)) process.loadEnvFile(dotenv);
  const services = await persistentServices(
    {
      ...repositoryServices(),
      report: session.report,
      onUnexpectedExit: session.fail,
      signal: session.signal,
    },
    'npm run services',
  );
  session.closers.add('services', services.close);
  session.report(
    `MONGODB_URI=${services.mongoUri}\nREDIS_URL=${services.redisUrl}\nPress Ctrl-C to stop them.`,
  );
  return untilStopped(session);
});
