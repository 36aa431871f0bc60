import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedConnector } from '../../src/fetch/address-guard.ts';
import { nextAddress, requestFollowing } from '../../src/fetch/redirects.ts';
import { readFeed } from '../../src/import/read-feed.ts';
import { FEED, failureOf, readAll, serve, testFetcher } from '../support/feed-server.ts';
import { modified, outcomesOf } from '../support/outcomes.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';

const titlesOf = async (url: string) => (await readAll(url)).outcomes.map((outcome) => outcome.job?.title);

describe('redirects', () => {
  const server = (routes: Record<string, [number, string] | string>) => {
    const seen: Array<{ path: string | undefined; headers: Record<string, unknown> }> = [];
    const url = serve((request, response) => {
      seen.push({ path: request.url, headers: request.headers });
      const route = routes[request.url ?? ''];
      if (typeof route === 'string') response.end(route);
      else if (route) response.writeHead(route[0], { location: route[1] }).end('moved');
      else response.writeHead(404).end();
    });
    return url.then((base) => ({ base, seen }));
  };

  test.each([301, 302, 303, 307, 308])('of %i are followed', async (status) => {
    const { base } = await server({ '/old': [status, '/new?x=1'], '/new?x=1': FEED });
    const { outcomes, reading } = await readAll(`${base}/old`);
    expect(outcomes).toHaveLength(3);
    expect(reading.http).toMatchObject({
      finalUrl: `${base}/new?x=1`,
      movedTo: status === 301 || status === 308 ? `${base}/new?x=1` : null,
    });
  });

  test.each([
    ['UTF-8', Buffer.from('/größe.xml?q=ü')],
    ['Latin-1', Buffer.from('/größe.xml?q=ü', 'latin1')],
  ])('to an address in %s are followed as browsers do', async (_charset, location) => {
    const path = '/gr%C3%B6%C3%9Fe.xml?q=%C3%BC';
    const { base } = await server({ '/old': [302, location.toString('latin1')], [path]: FEED });
    expect((await readAll(`${base}/old`)).reading.http.finalUrl).toBe(base + path);
  });

  test('that are permanent become a suggestion, up to the first temporary one', async () => {
    const { base } = await server({ '/a': [301, '/b'], '/b': [302, '/c'], '/c': [301, '/d'], '/d': FEED });
    expect((await readAll(`${base}/a`)).reading.http).toMatchObject({
      finalUrl: `${base}/d`,
      movedTo: `${base}/b`,
    });
  });

  test('to an address that is signed for each request are read alike, to another path differently', async () => {
    const targets = ['/feed.xml?signature=a', '/feed.xml?signature=b', '/de/feed.xml'];
    const requests = targets.values();
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: requests.next().value }).end();
      else response.end(FEED);
    });
    const fingerprint = async () => (await readAll(`${url}/`)).reading.fingerprint;
    const [first, second, other] = [await fingerprint(), await fingerprint(), await fingerprint()];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  test('end after five', async () => {
    const hops = (count: number): Record<string, [number, string] | string> =>
      Object.fromEntries(
        Array.from({ length: count + 1 }, (_, i) => [`/${i}`, i === count ? FEED : [302, `/${i + 1}`]]),
      );
    expect(await titlesOf(`${(await server(hops(5))).base}/0`)).toHaveLength(3);
    expect(await failureOf(titlesOf(`${(await server(hops(6))).base}/0`))).toMatchObject({
      code: 'feed-redirect-refused',
      message: expect.stringContaining('set the source to its final URL'),
    });
    const loop = await server({ '/a': [302, '/b'], '/b': [302, '/a'] });
    expect(await failureOf(titlesOf(`${loop.base}/a`))).toMatchObject({
      code: 'feed-redirect-refused',
      message: `${loop.base}/b redirects in a circle, back to ${loop.base}/a`,
    });
    expect(loop.seen).toHaveLength(6);
  });

  test.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'http://',
    'http://u%zz:p@127.0.0.1/',
    'http://u:%E0%A4%A@127.0.0.1/',
  ])('to %s are refused', async (location) => {
    const { base } = await server({ '/': [302, location] });
    const failure = await failureOf(titlesOf(`${base}/`));
    expect(failure).toMatchObject({ code: 'feed-redirect-refused', permanent: true });
    expect(failure?.message).not.toContain('@');
  });

  test('do not matter to malformed credentials, which are refused', async () => {
    const { base, seen } = await server({ '/': FEED });
    const url = base.replace('http://', 'http://u%zz:p@');
    expect(await failureOf(titlesOf(url))).toMatchObject({ code: 'feed-url-invalid', permanent: true });
    expect(seen).toEqual([]);
  });

  test('from https to http are refused', () => {
    expect(() => nextAddress(new URL('https://a.example/'), 'http://a.example/', [])).toThrow(
      'from https to http',
    );
  });

  test.each<[string, string, boolean]>([
    ['its own server', 'http://a.example/2', true],
    ['another server of the feed', 'https://b.example/2', true],
    ['https on the same host', 'https://a.example/2', true],
    ['https on a server of the feed that has another port', 'https://a.example:8443/2', false],
    ['another server', 'https://c.example/2', false],
    ['a subdomain', 'http://x.a.example/2', false],
  ])('of a page that is bound to the servers of a feed: to %s', (_where, target, isAllowed) => {
    const origins = new Set(['http://a.example', 'https://b.example']);
    const follow = () => nextAddress(new URL('http://a.example/?page=2'), target, [], origins).url.href;
    if (isAllowed) expect(follow()).toBe(target);
    else expect(follow).toThrow('which is no server of the feed');
  });

  test('from https to http are refused before any request without TLS', async () => {
    const plain = await server({ '/feed': FEED });
    const tls = createTlsServer(SELF_SIGNED, (_request, response) => {
      response.writeHead(302, { location: `${plain.base}/feed` }).end();
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const agent = new Agent({ connect: { ca: SELF_SIGNED.cert, servername: 'feeds.test' } });
    onTestFinished(async () => {
      await agent.destroy();
      tls.close();
    });
    const url = new URL(`https://127.0.0.1:${(tls.address() as AddressInfo).port}/`);
    const signal = new AbortController().signal;
    expect(await failureOf(requestFollowing(agent, { url, headers: {}, signal }))).toMatchObject({
      code: 'feed-redirect-refused',
      message: expect.stringContaining('from https to http'),
    });
    expect(plain.seen).toEqual([]);
  });

  test('send no secrets to another origin, and keep them on their own', async () => {
    const other = await server({ '/feed': FEED });
    const { base, seen } = await server({ '/1': [302, '/2'], '/2': [302, `${other.base}/feed`] });
    const url = base.replace('http://', 'http://user:pass%40word@');
    const reading = await readFeed(
      { fetcher: testFetcher() },
      { name: 'test', url: `${url}/1`, http: { etag: null, lastModified: null } },
      { requestHeaders: { 'x-api-key': 'key-1' } },
    );
    for await (const _ of outcomesOf(modified(reading)));
    const basic = `Basic ${Buffer.from('user:pass@word').toString('base64')}`;
    expect(seen.map(({ headers }) => [headers['authorization'], headers['x-api-key']])).toEqual([
      [basic, 'key-1'],
      [basic, 'key-1'],
    ]);
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(other.seen[0]?.headers).not.toHaveProperty('x-api-key');
    expect(other.seen[0]?.headers['user-agent']).toBe('Feedflow test');
    expect(JSON.stringify(reading.http)).not.toMatch(/pass|key-1/);
  });

  test('into a private network are refused at that hop', async () => {
    const inside = await server({ '/secret': FEED });
    const outside = await server({ '/': [302, `${inside.base}/secret`] });
    const port = Number(new URL(outside.base).port);
    // A name that the guard takes for public, since this test has no public server.
    const toOutside = buildConnector({
      lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const guarded = createGuardedConnector({ timeoutMs: 2000 });
    const agent = new Agent({
      connect: (target, callback) =>
        (target.hostname === 'public.example' ? toOutside : guarded)(target, callback),
    });
    onTestFinished(() => agent.destroy());
    const request = {
      url: new URL(`http://public.example:${port}/`),
      headers: {},
      signal: AbortSignal.timeout(5000),
    };
    expect(await failureOf(requestFollowing(agent, request))).toMatchObject({ code: 'feed-address-refused' });
    expect(inside.seen).toEqual([]);
  });
});
