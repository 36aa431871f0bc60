import { MongoClient } from 'mongodb';

/** Inserts as many ready documents as asked for, in fours of batches at a time: the yardstick for an import. */
const [, , uri = '', count = '100000', size = '200'] = process.argv;
const client = await MongoClient.connect(uri);
const collection = client.db('yardstick').collection('jobs');
await collection.drop().catch(() => false);
await collection.createIndex({ dedupeKey: 1 }, { unique: true });
await collection.createIndex({ sourceUrl: 1, publishedAt: -1 });
const description = `<p>${'From Austin, a company serves customers in eleven countries. '.repeat(22)}</p>`;
const at = new Date();
function make(n: number) {
  const key = n.toString(16).padStart(40, '0');
  return {
    dedupeKey: key.split('').reverse().join(''),
    sourceUrl: 'http://a.test/feed',
    sourceName: 'a',
    externalId: `https://a.test/?p=${n}`,
    title: `Senior Pharmacy Technician ${n}`,
    jobUrl: `https://a.test/job/${n}/`,
    applyUrl: null,
    company: 'Cobaltine Utilities',
    location: 'Austin, Texas',
    region: null,
    country: null,
    remote: null,
    jobType: 'Contract',
    categories: ['Healthcare'],
    salary: null,
    description,
    publishedAt: at,
    expiresAt: null,
    contentHash: key,
    createdAt: at,
    updatedAt: at,
    createdRunId: 'x',
    updatedRunId: null,
  };
}
const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    while (next < Number(count)) {
      const from = next;
      next += Number(size);
      const batch = Array.from({ length: Math.min(Number(size), Number(count) - from) }, (_, i) =>
        make(from + i),
      );
      await collection.insertMany(batch, { ordered: false });
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${JSON.stringify({ seconds, recordsPerSecond: Math.round(Number(count) / seconds), cpu: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 })}\n`,
);
await client.close();
