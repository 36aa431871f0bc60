import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceConfig } from '@feedflow/shared/model/source';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { ensureIndexes } from '@feedflow/shared/mongo/indexes';
import { Closers } from '@feedflow/shared/process/closers';
import getPort from 'get-port';
import { MongoClient } from 'mongodb';
import { startChild } from '../../dev/processes/child.ts';
import { apiArgs } from '../../dev/processes/process-args.ts';
import { waitUntilResponds } from '../../dev/processes/ready.ts';
import { repositoryServices, throwAwayServices } from '../../dev/services/services.ts';
import { generateHistory, type HistorySize } from './generate.ts';
import { generateJobs, type JobsSize } from './generate-jobs.ts';

const root = join(import.meta.dirname, '../../..');

/** Starts throw-away services with an invented history, and the API as a process of its own. */
export async function serveHistory(size: HistorySize & JobsSize, report: (line: string) => void) {
  const closers = new Closers();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-bench-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const services = await throwAwayServices({ ...repositoryServices(), env: {}, report });
  closers.add('services', () => services.close());
  const mongo = await MongoClient.connect(services.mongoUri);
  closers.add('MongoDB', () => mongo.close());
  const db = mongo.db();
  await ensureIndexes(db);
  report('writing the history …');
  await generateHistory(db, size);
  await generateJobs(db, size);
  const boards = Array.from({ length: size.sources }, (_, at) => `board-${at}`);
  const database = createDatabase(db);
  // The API would create it at its start, and be slow meanwhile.
  await database.jobSearch.ensureTextIndex();
  await database.sources.upsert(
    boards.map((name) => sourceConfig.parse({ name, url: `https://feeds.test/${name}.xml` })),
    size.until,
  );

  const port = await getPort();
  const env = {
    ...process.env,
    MONGODB_URI: services.mongoUri,
    REDIS_URL: services.redisUrl,
    API_PORT: String(port),
    LOG_LEVEL: 'warn',
    JOBS_TEXT_INDEX: 'true',
    API_TOKEN: '',
  };
  const logFile = join(folder, 'api.log');
  const api = await startChild({
    name: 'api',
    command: process.execPath,
    args: apiArgs,
    env,
    cwd: root,
    logFile,
  });
  closers.add('api', () => api.stop(5_000));
  const url = `http://127.0.0.1:${port}`;
  const signal = AbortSignal.timeout(60_000);
  await waitUntilResponds(`${url}/health/ready`, api, { timeoutMs: 60_000, signal });
  return { db, url, apiPid: api.pid, close: () => closers.close() };
}

export type ServedHistory = Awaited<ReturnType<typeof serveHistory>>;
