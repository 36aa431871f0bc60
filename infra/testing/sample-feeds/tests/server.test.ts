import { readFile } from 'node:fs/promises';
import { sourceConfigs } from '@feedflow/shared/model/source';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { expectChange, expectFeed } from '../expect-feed.ts';
import { createSampleFeeds, type SampleFeeds } from '../server.ts';
import { sampleSources } from '../sources.ts';
import { bodyOf, compareFeeds, readFeed } from './read-feed.ts';

vi.setConfig({ testTimeout: 60_000 });

let feeds: SampleFeeds;
let url: string;

beforeEach(async () => {
  feeds = createSampleFeeds({ clock: () => new Date('2026-11-24T17:20:00Z') });
  ({ url } = await feeds.start());
  return () => feeds.close();
});

const text = async (path: string) => (await fetch(url + path)).text();

describe('a sample source', () => {
  it('advances one revision with every fetch, exactly as expectChange computes', async () => {
    let before = readFeed(await text('/sources/stellenbote'), 'jooble');
    for (let revision = 2; revision <= 5; revision += 1) {
      const after = readFeed(await text('/sources/stellenbote'), 'jooble');
      expect(compareFeeds(before, after)).toEqual(
        expectChange(feeds.sourceAt('stellenbote', revision - 1), feeds.sourceAt('stellenbote', revision)),
      );
      before = after;
    }
  });

  it('shows any revision without advancing', async () => {
    const ninth = await text('/sources/civic-vacancies?revision=9');
    expect(ninth).toBe(bodyOf(feeds.sourceAt('civic-vacancies', 9)));
    await fetch(`${url}/sources/civic-vacancies`, { method: 'HEAD' });
    const response = await fetch(`${url}/sources/civic-vacancies`);
    expect(response.headers.get('x-feed-revision')).toBe('1');
    expect(await response.text()).toBe(bodyOf(feeds.sourceAt('civic-vacancies', 1)));
  });

  it('responds with 503 and Retry-After to every fourth fetch, and skips no revision', async () => {
    const responses: string[] = [];
    for (let fetches = 0; fetches < 9; fetches += 1) {
      const response = await fetch(`${url}/sources/townlist`);
      await response.arrayBuffer();
      const { headers } = response;
      responses.push(
        `${response.status} ${headers.get('x-feed-revision') ?? `wait ${headers.get('retry-after')}`}`,
      );
    }
    expect(responses).toEqual([
      '200 1',
      '200 2',
      '200 3',
      '503 wait 1',
      '200 4',
      '200 5',
      '200 6',
      '503 wait 1',
      '200 7',
    ]);
  });
});

describe('a published feed', () => {
  it('changes under the same URL', async () => {
    const path = feeds.publish('board', { records: 50, dialect: 'rdf' });
    const before = readFeed(await text(path), 'rdf');
    expect(readFeed(await text(path), 'rdf').externalIds).toEqual(before.externalIds);
    feeds.publish('board', { records: 50, dialect: 'rdf', changed: 4 });
    expect(compareFeeds(before, readFeed(await text(path), 'rdf'))).toMatchObject({
      changed: 4,
      unchanged: 46,
    });
  });

  it('serves several feeds in turn and stays with the last', async () => {
    const path = feeds.publish('board', { status: 502 }, { records: 1 }, { records: 2 });
    expect((await fetch(url + path)).status).toBe(502);
    const counts: number[] = [];
    for (let fetches = 0; fetches < 3; fetches += 1)
      counts.push(readFeed(await text(path), 'indeed').records);
    expect(counts).toEqual([1, 2, 2]);
  });

  it('can be published by PUT', async () => {
    const response = await fetch(`${url}/published/big?records=7&dialect=atom`, { method: 'PUT' });
    expect(await response.json()).toEqual({ url: `${url}/published/big` });
    expect(readFeed(await text('/published/big'), 'atom').records).toBe(7);
    expect((await fetch(`${url}/published/none`)).status).toBe(404);
    expect((await fetch(`${url}/published/a%20b`, { method: 'PUT' })).status).toBe(400);
  });
});

describe('/feed', () => {
  it('serves the feed that the parameters describe, in the content type of its dialect', async () => {
    const response = await fetch(`${url}/feed?records=20&dialect=atom&seed=5&from=40`);
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const spec = { records: 20, dialect: 'atom', seed: 5, from: 40 } as const;
    expect(readFeed(await response.text(), 'atom').externalIds).toEqual(expectFeed(spec).externalIds);
  });

  it('responds with 304 to a client that has the same feed, if an ETag is requested', async () => {
    expect((await fetch(`${url}/feed?records=3`)).headers.get('etag')).toBeNull();
    const etag = (await fetch(`${url}/feed?records=3&etag=1`)).headers.get('etag') ?? '';
    const statusOf = async (path: string) =>
      (await fetch(url + path, { headers: { 'if-none-match': etag } })).status;
    expect(await statusOf('/feed?records=3&etag=1')).toBe(304);
    expect(await statusOf('/feed?records=3&etag=1&changed=1')).toBe(200);
    expect(await statusOf('/feed?records=3')).toBe(200);
  });

  it('refuses wrong parameters with 400 and a message', async () => {
    const response = await fetch(`${url}/feed?records=x&colour=red`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'request-invalid',
      message: expect.stringMatching(/records is "x": must be .*unknown parameter colour: known are records/),
    });
    expect((await fetch(`${url}/feed?records=1&records=2`)).status).toBe(400);
    for (const name of ['toString', '__proto__']) {
      expect(await text(`/feed?${name}=1`)).toContain(`unknown parameter ${name}: known are records`);
    }
    expect((await fetch(`${url}/sources/townlist?revision=0`)).status).toBe(400);
    expect((await fetch(`${url}/sources/townlist?rev=1`)).status).toBe(400);
  });
});

describe('the server', () => {
  it('lists its sources as JSON, and as a page for browsers', async () => {
    const { sources } = (await (await fetch(url)).json()) as { sources: { url: string; dialect: string }[] };
    expect(sources).toHaveLength(sampleSources.length);
    for (const source of sources) expect((await fetch(`${source.url}?revision=1`)).status).toBe(200);
    const page = await fetch(url, { headers: { accept: 'text/html,*/*' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Works Aggregate');
  });

  it('responds with 404 and 405 to paths and methods that it does not serve', async () => {
    expect((await fetch(`${url}/sources/unknown`)).status).toBe(404);
    expect((await fetch(`${url}/sources/townlist/more`)).status).toBe(404);
    expect((await fetch(`${url}/feed`, { method: 'POST' })).status).toBe(405);
  });

  it('can be closed twice, and before its start', async () => {
    await feeds.close();
    await feeds.close();
    await expect(fetch(url)).rejects.toThrow();
    await createSampleFeeds().close();
  });

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(url).port);
    await expect(createSampleFeeds({ port }).start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the feeds files', () => {
  const load = async (name: string) =>
    sourceConfigs.parse(JSON.parse(await readFile(new URL(`../../../../${name}`, import.meta.url), 'utf8')));

  it('feeds.json names every sample source on the default port', async () => {
    const urls = (await load('feeds.json')).map((source) => source.url);
    expect(urls.sort()).toEqual(sampleSources.map(({ id }) => `http://127.0.0.1:4100/sources/${id}`).sort());
  });

  it('feeds.example.json names public feeds only', async () => {
    const sources = await load('feeds.example.json');
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) expect(source.url).toMatch(/^https:/);
  });
});
