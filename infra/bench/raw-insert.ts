import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';

/*
 * The yardstick of an import: inserts ready documents of the same size, four batches at a time, with the
 * indexes that every importer needs. A process of its own, to measure its CPU time. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    uri: { type: 'string', default: '' },
    records: { type: 'string', default: '100000' },
    'batch-size': { type: 'string', default: '200' },
  },
});

const AT_A_TIME = 4;
const records = Number(values.records);
const batchSize = Number(values['batch-size']);
const client = await MongoClient.connect(values.uri);
try {
  const collection = client.db('feedflow_yardstick').collection('jobs');
  await collection.createIndexes([
    { key: { dedupeKey: 1 }, unique: true },
    { key: { sourceUrl: 1, publishedAt: -1 } },
  ]);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let next = 0;
  const inserter = async () => {
    while (next < records) {
      const from = next;
      next += batchSize;
      const count = Math.min(batchSize, records - from);
      await collection.insertMany(
        Array.from({ length: count }, (_, i) => document(from + i)),
        { ordered: false },
      );
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, inserter));
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  process.stdout.write(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 }));
  await client.db('feedflow_yardstick').dropDatabase();
} finally {
  await client.close();
}

/** About as large as a job of the sample feeds, with a key as random as a sha1. */
function document(n: number) {
  const at = new Date(1_760_000_000_000 + n * 1_000);
  return {
    dedupeKey: ((n * 0x9e3779b1) >>> 0)
      .toString(16)
      .padStart(8, '0')
      .padEnd(40, n.toString(16).padStart(8, '0')),
    sourceUrl: 'http://yardstick.test/feed',
    sourceName: 'yardstick',
    externalId: `job-${n}`,
    title: `Senior Pharmacy Technician ${n}`,
    jobUrl: `https://yardstick.test/job/${n}/`,
    applyUrl: null,
    company: 'Cobaltine Utilities',
    location: 'Austin, Texas',
    region: null,
    country: null,
    remote: null,
    jobType: 'Contract',
    categories: ['Healthcare'],
    salary: null,
    description: `<p>${'Serves customers in eleven countries from one small town. '.repeat(24)}</p>`,
    publishedAt: at,
    expiresAt: null,
    contentHash: n.toString(16).padStart(40, '0'),
    createdAt: at,
    updatedAt: at,
    createdRunId: 'yardstick',
    updatedRunId: null,
    status: 'open',
    closedAt: null,
    closedRunId: null,
  };
}
