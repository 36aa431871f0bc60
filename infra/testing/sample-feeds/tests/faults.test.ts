import { get } from 'node:http';
import { beforeEach, expect, it, vi } from 'vitest';
import { createSampleFeeds, type SampleFeeds } from '../server.ts';
import { readFeed } from './read-feed.ts';

vi.setConfig({ testTimeout: 60_000 });

let feeds: SampleFeeds;
let url: string;

beforeEach(async () => {
  feeds = createSampleFeeds();
  ({ url } = await feeds.start());
  return () => feeds.close();
});

/** The received part of a body, and how it ended. */
function receive(path: string): Promise<{ bytes: number; text: string; ended: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (ended: string) => {
      const body = Buffer.concat(chunks);
      resolve({ bytes: body.length, text: body.toString('utf8'), ended });
    };
    get(url + path, (response) => {
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => finish('complete'));
      response.on('error', () => finish('dropped'));
    }).on('error', () => finish('never began'));
  });
}

it('cut=BYTES ends the body after exactly so many bytes, as if it were complete', async () => {
  expect(await receive('/feed?records=5000&cut=1000000')).toMatchObject({
    bytes: 1_000_000,
    ended: 'complete',
  });
  expect(await receive('/feed?records=5000&cut=0')).toMatchObject({ bytes: 0, ended: 'complete' });
});

it('cut=Nrecords leaves out the other records and the end of the document', async () => {
  const { text } = await receive('/feed?records=50&cut=8records');
  expect(readFeed(text, 'indeed').records).toBe(8);
  expect(text).not.toContain('</source>');
});

it('cutBy=drop sends exactly so many bytes and drops the connection', async () => {
  expect(await receive('/feed?records=5000&cut=1000000&cutBy=drop')).toMatchObject({
    bytes: 1_000_000,
    ended: 'dropped',
  });
});

it('stallAfter sends so many bytes and keeps the connection open until the server closes', async () => {
  const stalled = receive('/feed?records=5000&stallAfter=300000');
  expect(await receive('/feed?records=5')).toMatchObject({ ended: 'complete' });
  await feeds.close();
  expect((await stalled).ended).toBe('dropped');
});

it('stallAfter=0 sends not even headers', async () => {
  const stalled = receive('/feed?stallAfter=0');
  await receive('/feed?records=5');
  await feeds.close();
  expect((await stalled).ended).toBe('never began');
});

it('status and retryAfter send an error response without a feed', async () => {
  const response = await fetch(`${url}/feed?records=50&status=429&retryAfter=7`);
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('7');
  expect(await response.text()).toContain('<html>');
});
