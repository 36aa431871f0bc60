import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onlyHelp } from '../processes/only-help.ts';
import { runSession, untilStopped } from '../processes/session.ts';
import { persistentServices, repositoryServices } from './services.ts';

const HELP = `Runs MongoDB and Redis alone, with the data of npm start, until Ctrl-C, and prints their addresses.

Usage: npm run services

Both are taken from the PATH, or fetched once into .feedflow/bin.
`;

onlyHelp(HELP);

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
