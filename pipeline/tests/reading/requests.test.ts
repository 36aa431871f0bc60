import { requestHeadersOf } from '@feedflow/shared/model/source-headers';
import { expect, test } from 'vitest';
import { FEED, failureOf, readAll, serve, testFetcher } from '../support/feed-server.ts';

test('a request has its user agent, accepted types and validators', async () => {
  let headers: Record<string, unknown> = {};
  const url = await serve((request, response) => {
    headers = request.headers;
    response.end(FEED);
  });
  const http = { etag: 'W/"x"', lastModified: 'Tue, 24 Nov 2026 12:00:00 GMT' };
  await readAll(url, { http }, testFetcher(), { useValidators: true });
  expect(headers).toMatchObject({
    'user-agent': 'Feedflow test',
    'accept-encoding': 'gzip, br, deflate',
    'if-none-match': http.etag,
    'if-modified-since': http.lastModified,
  });
  expect(headers['accept']).toContain('application/rss+xml');
});

test('a header of the source replaces the one of the same name, however it is spelled', async () => {
  let sent: string[] = [];
  const url = await serve((request, response) => {
    sent = request.rawHeaders;
    response.end(FEED);
  });
  const source = {
    headers: { Accept: 'text/xml', 'User-Agent': 'Acme reader', AUTHORIZATION: 'Bearer old' },
    basicAuth: { username: 'acme', password: 'secret' },
  };
  const requestHeaders = requestHeadersOf(source);
  await readAll(url, {}, testFetcher(), { requestHeaders });
  const valuesOf = (name: string) =>
    sent.filter((_, n) => n % 2 === 1 && sent[n - 1]?.toLowerCase() === name);
  expect(valuesOf('accept')).toEqual(['text/xml']);
  expect(valuesOf('user-agent')).toEqual(['Acme reader']);
  expect(valuesOf('authorization')).toEqual([`Basic ${Buffer.from('acme:secret').toString('base64')}`]);
});

test('"not modified" is a failure for a request without validators', async () => {
  const url = await serve((_request, response) => response.writeHead(304).end());
  expect(await failureOf(readAll(url))).toMatchObject({ code: 'feed-http-error' });
});

test('a fetcher can be closed twice, and closing ends its requests', async () => {
  const url = await serve((_request, response) => response.write('<rss><channel>'));
  const fetcher = testFetcher();
  const reading = failureOf(readAll(url, {}, fetcher));
  await expect.poll(async () => fetcher.close().then(() => true)).toBe(true);
  await fetcher.close();
  expect(await reading).toMatchObject({ code: 'feed-unreachable' });
});

test('a server without TLS is named as such, without the words of OpenSSL', async () => {
  const url = await serve((_request, response) => response.end(FEED));
  const secure = url.replace('http://', 'https://');
  expect(await failureOf(readAll(secure))).toMatchObject({
    code: 'feed-unreachable',
    message: `${secure}/ cannot be read: the server does not use TLS at this port; the URL may have to begin with http://`,
  });
});

test('failures never contain the credentials of a source', async () => {
  const url = await serve((_request, response) => response.writeHead(401).end());
  const secret = url.replace('http://', 'http://user:hunter2@');
  const error = await failureOf(readAll(secret));
  expect(error).toMatchObject({ code: 'feed-unauthorized' });
  expect(JSON.stringify([error?.message, (error as { details?: unknown }).details])).not.toContain('hunter2');
  const unreachable = await failureOf(readAll('http://user:hunter2@127.0.0.1:1/'));
  expect(JSON.stringify([unreachable?.message, unreachable?.stack])).not.toContain('hunter2');
});

test.each(['', 'feed.xml', 'ftp://a.example/x', 'file:///etc/passwd', 'javascript:alert(1)'])(
  '%j is no feed URL',
  async (url) => {
    expect(await failureOf(readAll(url))).toMatchObject({ code: 'feed-url-invalid' });
  },
);
