import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { feedPreview } from '@feedflow/shared/model/feed-preview';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runPreview } from '../../src/feed-preview/cli.ts';
import { serve, serveBody } from '../support/feed-server.ts';

const FEED = `<rss version="2.0"><channel><title>Board</title>
<item><title>One</title><guid>1</guid><link>https://b.example/1</link><description>&lt;b&gt;x&lt;/b&gt;</description></item>
<item><guid>2</guid></item>
<item><title>Three</title><guid>3</guid></item>
</channel></rss>`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedflow-preview-'));
  return () => rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command in this process. */
function run(...args: string[]) {
  return runIn({}, ...args);
}

async function runIn(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  const [out, err] = [new Output(), new Output()];
  const { signal } = new AbortController();
  const status = await runPreview(args, { streams: { out, err }, env: { ...process.env, ...env }, signal });
  return { status, out: out.text, err: err.text };
}

class Output extends Writable {
  text = '';

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** Starts the command as a user does. */
function start(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, '../../src/bin/preview-feed.ts'),
    ...args,
  ]);
  onTestFinished(() => void child.kill());
  return child;
}

describe('feedflow preview', () => {
  test('reports the facts, filled fields and failures of a file', async () => {
    const { status, out, err } = await run(file('feed.xml', FEED));
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^dialect +rss$/m);
    expect(out).toMatch(/^charset +utf-8$/m);
    expect(out).toMatch(/^record element +item$/m);
    expect(out).toMatch(/^records +3 \(2 jobs, 1 failed\)$/m);
    expect(out).toMatch(/^feed +complete$/m);
    expect(out).toMatch(/records per second$/m);
    expect(out).toMatch(/^peak memory +\d+ MB$/m);
    expect(out).toMatch(/^longest pause +\d+ ms$/m);
    expect(out).toMatch(/^ {2}title .* 100 % {2}2 {2}title {2}"One"$/m);
    expect(out).toMatch(/^ {2}jobUrl .* 50 % {2}1 {2}link\[@rel!=self\] {2}"https:\/\/b.example\/1"$/m);
    expect(out).toMatch(/^ {2}description .* 50 % {2}1 {2}description {2}"x"$/m);
    expect(out).toMatch(
      /^identity +by id, or by link without one: "\d+ of \d+ jobs of the sample have an id \(.*\)"$/m,
    );
    expect(out).toContain('Failed records: title-missing 1');
    expect(out).toMatch(/^ {2}no\. 2 title-missing: /m);
    expect(out).toContain('"title": "Three"');
    expect(out).toContain('"employmentTypes": []');
  });

  test('reports duplicates, deletions, shared links and what cannot be read, each counted once', async () => {
    const record = (id: number, rest: string) =>
      `<item><title>Job ${id}</title><guid>${id}</guid>${rest}</item>`;
    const dated = (date: string) => `<link>https://b.example/all</link><pubDate>${date}</pubDate>`;
    const body = [
      record(1, dated('Posted 3 days ago')),
      record(1, dated('Posted 3 days ago')),
      record(2, dated('2026-11-03')),
      record(3, '<pubDate>2026-11-03</pubDate><salary>Band 4</salary>'),
      record(4, '<link>https://b.example/4</link><salary>competitive</salary>'),
      '<deleteEntry><entryId>9</entryId></deleteEntry>',
    ];
    const feed = `<rss version="2.0"><channel><title>Board</title>${body.join('\n')}</channel></rss>`;
    const { status, out } = await run(file('odd.xml', feed));
    expect(status).toBe(0);
    expect(out).toMatch(/^records +5 \(4 jobs, 1 duplicate, 0 failed\)$/m);
    expect(out).toMatch(/^deletions +1$/m);
    expect(out).toMatch(/^ {2}dates-unreadable 2: ".*"\n {4}"Posted 3 days ago"$/m);
    expect(out).toMatch(/^ {2}salaries-unreadable 1: ".*"\n {4}"Band 4"$/m);
    expect(out).toMatch(/^ {2}links-missing 1: ".*"\n {4}"Job 3"$/m);
    expect(out).toMatch(/^ {2}partial-delta 1: /m);
  });

  test('says how many records a filter would skip, and by which condition', async () => {
    const titles = ['Nurse', 'Night nurse', 'Pilot', 'Pilot'].map(
      (title, id) => `<item><title>${title}</title><guid>${id}</guid></item>`,
    );
    const feed = file(
      'filter.xml',
      `<rss><channel>${titles.join('')}<item><guid>9</guid></item></channel></rss>`,
    );
    const filter = {
      include: [{ field: 'title', contains: ['nurse'] }],
      exclude: [{ field: 'title', startsWith: ['night'] }],
    };
    const { status, out } = await run(feed, '--filter', JSON.stringify(filter));
    expect(status).toBe(0);
    expect(out).toMatch(/^records +5 \(1 job, 3 skipped, 1 failed\)$/m);
    expect(out).toMatch(/^skipped +2 by include title contains "nurse": not met$/m);
    expect(out).toMatch(
      /^skipped +1 by exclude title starts with "night"\n +"Night nurse"\n +"Pilot"\n +"Pilot"$/m,
    );
    const path = file('filter.json', '{"exclude":[{"field":"title"}]}');
    expect(await run(feed, '--filter', path)).toMatchObject({
      status: 2,
      err: expect.stringContaining('--filter: exclude.0 must have exactly one of is,'),
    });
  });

  test('says how many jobs are past their expiry date', async () => {
    const dates = ['2020-01-31', '2099-01-31', 'soon'].map(
      (date, id) => `<item><title>Job</title><guid>${id}</guid><expires>${date}</expires></item>`,
    );
    const { out } = await run(file('expired.xml', `<rss><channel>${dates.join('')}</channel></rss>`));
    expect(out).toMatch(/^expired +1 job past the expiry date$/m);
  });

  test.each([
    ['a single page with the number 0', '<page>0</page><totalPages>1</totalPages>', 0],
    ['the first of two pages', '<page>0</page><totalPages>2</totalPages>', 3],
  ])('reads %s of a file', async (_what, head, expected) => {
    const { status } = await run(
      file(
        'page.xml',
        `<jobs>${head}<job><id>1</id><title>Cook</title><url>https://b.example/1</url></job></jobs>`,
      ),
    );
    expect(status).toBe(expected);
  });

  test('reads a compressed file, and reports where a feed was cut off', async () => {
    const { status, out } = await run(file('feed.xml.gz', gzipSync(FEED.slice(0, FEED.indexOf('Three')))));
    expect(status).toBe(3);
    expect(out).toMatch(/^feed +cut off$/m);
    expect(out).toMatch(/the feed ended at byte \d+ within <item> opened at byte \d+/);
  });

  test('reads from a server, if private hosts are allowed', async () => {
    const url = await serve((request, response) => {
      if (request.headers['x-key'] !== 'k') response.writeHead(401).end();
      else response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"e"' }).end(FEED);
    });
    const refused = await run(url);
    expect([refused.status, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/^feed-address-refused: /);
    const { status, out } = await run(url, '--allow-private-hosts', '--header', 'X-Key: k');
    expect(status).toBe(0);
    expect(out).toMatch(/^response +200 "application\/rss\+xml" from http:/m);
  });

  test('logs in with a user and a password', async () => {
    const url = await serve((request, response) => {
      const expected = `Basic ${Buffer.from('me:pass:word').toString('base64')}`;
      const isAllowed = request.headers.authorization === expected;
      response.writeHead(isAllowed ? 200 : 401).end(FEED);
    });
    const login = ['--allow-private-hosts', '--basic-auth'];
    expect(await run(url, ...login, 'me:pass:word')).toMatchObject({ status: 0, err: '' });
    expect(await run(url, ...login, 'me:other')).toMatchObject({ status: 1 });
    expect(await run(url, ...login, 'me')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--basic-auth must be USER:PASSWORD'),
    });
  });

  test('reads from a private host if the environment allows it, unless the command line does not', async () => {
    const url = await serveBody(FEED);
    const allowed = { FETCH_ALLOW_PRIVATE_HOSTS: 'true' };
    expect(await runIn(allowed, url)).toMatchObject({ status: 0, err: '' });
    const refused = await runIn(allowed, url, '--no-allow-private-hosts');
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('feed-address-refused') });
    expect(await runIn({ FETCH_ALLOW_PRIVATE_HOSTS: 'yes' }, url)).toMatchObject({
      status: 2,
      err: expect.stringContaining('FETCH_ALLOW_PRIVATE_HOSTS is "yes": must be true or false'),
    });
  });

  test('the exit status says how an import of the records would end', async () => {
    const records = (good: number, bad: number) =>
      `<rss><channel>${'<item><guid>x</guid></item>'.repeat(bad)}${Array.from({ length: good }, (_, i) => `<item><title>T</title><guid>${i}</guid></item>`).join('')}</channel></rss>`;
    expect((await run(file('some.xml', records(94, 6)))).status).toBe(3);
    expect((await run(file('few.xml', records(95, 5)))).status).toBe(0);
    expect((await run(file('none.xml', records(0, 6)))).status).toBe(1);
    expect((await run(file('some.xml', records(94, 6)), '--records', '5')).status).toBe(1);
    expect((await run(file('empty.xml', records(0, 0)))).status).toBe(0);
  });

  test('reports in the form of the response of the API', async () => {
    const { status, out } = await run(file('feed.xml', FEED), '--json', '--samples', '1');
    expect(status).toBe(0);
    expect(feedPreview.parse(JSON.parse(out))).toMatchObject({
      records: 3,
      postings: 2,
      complete: true,
      samples: [{ title: 'One' }],
      failureTotals: { 'title-missing': 1 },
    });
  });

  test('writes every record as a line of JSON, and nothing else to standard output', async () => {
    const { status, out, err } = await run(file('feed.xml', FEED), '--ndjson');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(lines.map(({ position, job, failure }) => [position, job?.title ?? failure.reasonCode])).toEqual([
      [0, 'One'],
      [1, 'title-missing'],
      [2, 'Three'],
    ]);
    expect(err).toContain('3 (2 jobs, 1 failed)');
  });

  test('stops after the requested number of records', async () => {
    const { out, err } = await run(file('feed.xml', FEED), '--records', '1', '--ndjson');
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('stopped before its end');
    expect(err).toMatch(/^dialect +rss$/m);
  });

  test('accepts a dialect and a mapping', async () => {
    const mapping = file('mapping.json', JSON.stringify({ fields: { company: { constant: 'Firm' } } }));
    const { out } = await run(file('feed.xml', FEED), '--dialect', 'generic', '--mapping', mapping);
    expect(out).toMatch(/^dialect +generic$/m);
    expect(out).toContain('"company": "Firm"');
    // A fixed text has no path.
    expect(out).toMatch(/^ {2}company .* 100 % {2}2 {2}"Firm"$/m);
  });

  test('does not let the feed forge lines', async () => {
    const { out } = await run(
      file('forged.xml', FEED.replace('One', 'One\nforged line\u001b[2J&#13;&#10;more')),
    );
    expect(out).not.toMatch(/^forged line/m);
    expect(out).not.toContain('\u001b');
  });

  test('is a process that ends with the status and the report', async () => {
    const child = start(file('feed.xml', FEED), '--json');
    const ended = once(child, 'close');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect([await ended, err]).toEqual([[0, null], '']);
    expect(JSON.parse(out)).toMatchObject({ records: 3 });
    const failing = start('no-such-file.xml');
    expect(await once(failing, 'close')).toEqual([1, null]);
  });

  test('ends quietly when its output is closed', async () => {
    const many = file(
      'many.xml',
      `<rss><channel>${'<item><title>T</title><guid>1</guid></item>'.repeat(50_000)}</channel></rss>`,
    );
    const child = start(many, '--ndjson');
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.once('exit', resolve));
    expect([status, err]).toEqual([0, '']);
  });
});

describe('feedflow preview fails with a message', () => {
  test.each([
    [['no-such-file.xml'], 1, `there is no file ${join(process.cwd(), 'no-such-file.xml')}`],
    [[tmpdir()], 1, `${tmpdir()} is a folder, not a file`],
    [['ftp://x.test/y'], 2, 'ftp://x.test/y is neither an http or https URL nor the path of a file'],
    [[], 2, 'no feed: expected a URL'],
    [['a', 'b'], 2, '"b" is too many'],
    [['a', '--recrods', '1'], 2, '--recrods'],
    [
      ['a', '--records', 'many'],
      2,
      '--records must be a whole number from 1 to 9007199254740991, not "many"',
    ],
    [['a', '--records'], 2, '--records needs a value: --records N'],
    [['a', '--dialect', '--x'], 2, 'one that begins with -- is written --dialect=NAME'],
    [['a', '--ndjson=1'], 2, '--ndjson takes no value'],
    [['a', '--samples', '1', '--samples', '2'], 2, '--samples can be given once only'],
    [['a', '--json', '--ndjson'], 2, 'either --json or --ndjson'],
    [['--source', 'Acme'], 2, '--source is only for a feed that a worker reads'],
    [['a', '--header', 'secret'], 2, '--header must be "Name: value"'],
  ])('%j', async (args, status, message) => {
    const result = await run(...args);
    expect(result.status).toBe(status);
    expect(result.err).toContain(message);
    expect(result.out).toBe('');
  });

  test('for a document that is no feed', async () => {
    const url = await serveBody('<html><title>Hello</title></html>');
    const { status, err } = await run(url, '--allow-private-hosts');
    expect(status).toBe(1);
    expect(err).toContain(
      'feed-not-xml: expected RSS, Atom or job-board XML but got an HTML page titled "Hello"',
    );
  });

  test('but not for --help', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    expect(out).toContain('Usage: feedflow preview [FILE|URL] [options]');
  });
});
