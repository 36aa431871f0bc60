import { readBody } from '../src/import/read-feed.ts';
import { cutSegments } from '../src/parse/document/segments.ts';

/** The costs of reading one feed. */
export interface Costs {
  records: number;
  /** CPU time of the beginning: up to the first record, and the sample that decides the dialect. */
  openUs: number;
  /** CPU time of the slowest record. */
  slowestRecordUs: number;
  /** CPU time of cutting the rest into records. */
  frameUs: number;
  /** Memory in use after a garbage collection. */
  heapBytes: number;
}

const SOURCE = { name: 'fuzz', url: 'https://feeds.example/board.xml' };
const FACTS = { mapping: null, contentType: null, finalUrl: SOURCE.url };
const CHUNK_BYTES = 64 * 1024;

process.on('message', async (feed: Uint8Array) => {
  process.send?.(await read(feed));
});

async function read(feed: Uint8Array): Promise<Costs> {
  const costs: Costs = { records: 0, openUs: 0, slowestRecordUs: 0, frameUs: 0, heapBytes: 0 };
  let lastUs = cpuUs();
  const lap = (): number => {
    const before = lastUs;
    lastUs = cpuUs();
    return lastUs - before;
  };
  try {
    const reading = await readBody(chunksOf(feed), SOURCE, FACTS);
    costs.openUs = lap();
    for await (const { frames, firstPosition } of cutSegments(reading.frames())) {
      costs.frameUs += lap();
      for (const [offset, frame] of frames.entries()) {
        reading.readRecord(frame, firstPosition + offset);
        costs.slowestRecordUs = Math.max(costs.slowestRecordUs, lap());
      }
      costs.records += frames.length;
    }
    costs.frameUs += lap();
  } catch (error) {
    // A feed may be refused with a FeedflowError: any other error crashes this process and is a finding.
    if (!(error instanceof Error && error.name === 'FeedflowError')) throw error;
    costs.openUs ||= lap();
  }
  globalThis.gc?.();
  costs.heapBytes = process.memoryUsage().heapUsed;
  return costs;
}

function cpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) yield bytes.subarray(from, from + CHUNK_BYTES);
}
