import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { operationNames } from '@feedflow/shared/api/paths';
import { parseCommand } from '@feedflow/shared/command-line/command';
import type { FeedPreviewResponse } from '@feedflow/shared/model/feed-preview';
import { noCounters } from '@feedflow/shared/model/run';
import { sourceConfig } from '@feedflow/shared/model/source';
import { queueNames } from '@feedflow/shared/queues/names';
import type { PreviewJobPayload } from '@feedflow/shared/queues/preview-job';
import { type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectApi } from '../src/cli/api-client.ts';
import { askQuestion } from '../src/cli/ask.ts';
import { allCommands, runCommandLine } from '../src/cli/cli.ts';
import type { Terminal } from '../src/cli/command.ts';
import { progressLine } from '../src/cli/follow-run.ts';
import { duration } from '../src/cli/text.ts';
import { holdJobs } from './held-run.ts';
import { addRun, runEnd } from './history.ts';
import { type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
let folder: string;
beforeAll(async () => {
  api = await serveApi({ token });
  folder = mkdtempSync(join(tmpdir(), 'feedflow-command-line-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
});

test.each([
  [48, '48 ms'],
  [1_000, '1.0 s'],
  [59_949, '59.9 s'],
  [59_999, '1 min 00 s'],
  [60_000, '1 min 00 s'],
  [119_499, '1 min 59 s'],
  [119_500, '2 min 00 s'],
  [3_599_999, '1 h 00 min'],
])('%i ms are %s', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  ['a line', 'yes\r', 'yes'],
  ['Ctrl-C', 'y\x03', ''],
  ['Ctrl-D', '\x04', ''],
])('a question answered by %s', async (_name, typed, answer) => {
  const input = new PassThrough();
  input.write(typed);
  expect(await askQuestion({ input, output: new PassThrough(), terminal: true }, 'Delete? ')).toBe(answer);
});

test('a question at the end of the input has an empty answer', async () => {
  expect(await askQuestion({ input: new PassThrough().end(), output: new PassThrough() }, 'Delete? ')).toBe(
    '',
  );
});

async function feedflow(args: string[], env: Record<string, string> = {}, ask?: Terminal['ask']) {
  const out = new PassThrough();
  const err = new PassThrough();
  const terminal = ask ? { out, err, ask } : { out, err };
  const previewHere = () => Promise.reject(new Error('no feed is read here'));
  const [status, printed, warned] = await Promise.all([
    runCommandLine(args, { API_URL: api.url, API_TOKEN: token, ...env }, { terminal, previewHere }).finally(
      () => {
        out.end();
        err.end();
      },
    ),
    readAll(out),
    readAll(err),
  ]);
  return { status, out: printed, err: warned };
}

test.each(['hidden\nword', 'hidden\u20acword'])('a token that cannot be sent is not printed', async (bad) => {
  expect(await feedflow(['session'], { API_TOKEN: bad })).toEqual({
    status: 2,
    out: '',
    err: 'API_TOKEN must be printable characters without spaces; "feedflow session --help" shows how to use it\n',
  });
});

/** Runs the program as a user does. */
function runProgram(args: string[]): Promise<{ status: number; out: string; err: string }> {
  const entry = join(import.meta.dirname, '../src/bin/feedflow.ts');
  const env = { ...process.env, API_URL: api.url, API_TOKEN: token };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], { env }, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
    child.stdin?.end();
  });
}

/** Ends a running run, as its workers would. */
async function endRun(runId: string, status: 'completed' | 'partial' | 'failed' | 'cancelled') {
  const run = await api.database.importLogs.find(runId);
  if (!run) throw new Error('no such run');
  const counters = { ...noCounters, totalFetched: 5, newJobs: 5, totalImported: 5 };
  const meta = { totalBatches: 1, processedBatches: 1, failedBatches: 0 };
  await api.database.importLogs.finish(run, runEnd({ status, counters, meta }));
}

test('shows the health of a source with its reasons, and its figures over time', async () => {
  const added = await feedflow(['sources', 'add', 'graded', '--url', 'https://feeds.test/graded']);
  expect(added.status).toBe(0);
  const fill = { jobs: 40, counts: { title: 40, salary: 10 } };
  const counters = { totalFetched: 40, newJobs: 40, totalImported: 40 };
  const past = {
    source: 'graded',
    startedAt: new Date('2026-01-31T12:00:00Z'),
    counters,
    end: { openAfter: 38 },
  };
  await addRun(api.database, { ...past, fetch: { complete: true, openBefore: 0, fill } });
  const file = join(folder, 'quality.json');
  writeFileSync(file, '{ "minFillPercent": { "salary": 30 } }');
  const changed = await feedflow(['sources', 'change', 'graded', '--quality', file]);
  expect(changed.out).toContain('enabled, failing');
  const { out } = await feedflow(['sources', 'quality', 'graded']);
  expect(out).toContain('failing: 10 of 40 jobs have a salary (25 percent), at least 30 percent expected');
  expect(out).toMatch(/^salary +25 %$/m);
  expect(out).toMatch(/^2026-01-31 12:00:00 +completed +38 +40 +40 +0 +0 +0$/m);
  expect((await feedflow(['sources', 'list'])).out).toMatch(/graded +enabled, failing/);
  expect((await feedflow(['sources', 'change', 'graded', '--clear', 'quality'])).out).not.toContain(
    'failing',
  );
  await feedflow(['sources', 'delete', 'graded', '--yes']);
});

test('starts a run and waits for its end; the exit status is its result', async () => {
  const waited = feedflow(['run', 'acme', '--wait', '--reason', 'by script']);
  const running = async () =>
    (await api.database.importLogs.list({ limit: 1, statuses: ['running'] })).items[0];
  await expect.poll(running).toBeDefined();
  await endRun((await running())?.runId ?? '', 'partial');
  const { status, out } = await waited;
  expect(status).toBe(3);
  expect(out).toMatch(/source +acme\nstatus +partial/);
});

test.each([
  ['completed', 0],
  ['failed', 1],
  ['partial', 3],
  ['cancelled', 4],
] as const)('show tells a %s run by exit status %i', async (status, code) => {
  const runId = await addRun(api.database, { source: status, startedAt: new Date(), status });
  const shown = await feedflow(['show', runId]);
  expect(shown.status).toBe(code);
  const json = await feedflow(['show', runId, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ runId, status });
});

test('lists runs and sources; control characters in a name are not printed', async () => {
  await addRun(api.database, { source: 'evil\u001b[2Jname', startedAt: new Date(), status: 'completed' });
  const runs = await feedflow(['runs', '--text', 'evil']);
  expect(runs).toMatchObject({ status: 0, out: expect.stringContaining('evil [2Jname') });
  expect(runs.out).not.toContain('\u001b');
  expect((await feedflow(['runs', '--status', 'failed', '--from', 'now-1h'])).out).toContain('failed');
  expect((await feedflow(['sources'])).out).toMatch(/off +disabled/);
  expect(JSON.parse((await feedflow(['sources', '--json'])).out).items).toHaveLength(3);
});

test('shows the warnings of a run, and lists the runs that have one', async () => {
  const warnings = [
    { code: 'dates-unreadable', count: 3, message: 'dates are relative', samples: ['Posted 3 days ago'] },
  ] as const;
  const warned = await addRun(api.database, {
    source: 'warned',
    startedAt: new Date(),
    status: 'completed',
    warnings: warnings.map((warning) => ({ ...warning, samples: [...warning.samples] })),
  });
  const { out } = await feedflow(['show', warned]);
  expect(out).toMatch(/^warning +3 dates-unreadable: dates are relative\n +"Posted 3 days ago"$/m);
  for (const warning of ['any', 'dates-unreadable']) {
    const listed = (await feedflow(['runs', '--warning', warning])).out.trimEnd().split('\n');
    expect(listed).toEqual([
      expect.stringContaining('WARNINGS'),
      expect.stringMatching(/^\S+ +warned .* 1 +/),
    ]);
  }
  expect((await feedflow(['runs', '--warning', 'ids-change'])).out).toBe('no runs\n');
  expect(await feedflow(['runs', '--warning', 'bad weather'])).toMatchObject({ status: 2 });
});

test('a run is cancelled, and its failed batches are run again', async () => {
  const running = await addRun(api.database, { source: 'long', startedAt: new Date(), status: 'running' });
  expect((await feedflow(['cancel', running, '--reason', 'too long'])).status).toBe(0);
  expect((await api.database.importLogs.find(running))?.cancelRequestedAt).toBeInstanceOf(Date);

  const runId = await addRun(api.database, { source: 'sick', startedAt: new Date(), status: 'failed' });
  const batchId = `${runId}-1-1-0`;
  const { importBatches } = api.database;
  const facts = { runId, attempt: 1, fetchAttempt: 1, batchIndex: 0, records: 5, enqueuedAt: new Date() };
  await importBatches.insertWaiting([{ batchId, ...facts }]);
  await importBatches.finish(batchId, {
    status: 'failed',
    finishedAt: new Date(),
    durationMs: 1,
    error: null,
    failures: [],
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 5,
    failureTotals: { 'batch-failed': 5 },
    jobs: [{}],
  });
  const rerun = await feedflow(['rerun', runId, '--batches', '0', '--json']);
  expect(JSON.parse(rerun.out)).toMatchObject({ runId, attempt: 2, batches: 1, records: 5 });
  expect(rerun.status).toBe(0);
});

test('prints the message of the API for a refused request', async () => {
  expect(await feedflow(['show', '0'.repeat(24)])).toMatchObject({
    status: 5,
    err: expect.stringContaining('run-unknown'),
  });
  expect(await feedflow(['run', 'nobody'])).toMatchObject({
    status: 5,
    // Neither the command line nor the dashboard has requests for its users.
    err: expect.stringMatching(/^source-unknown: (?!.*\/api\/)/),
  });
  expect(await feedflow(['sources'], { API_TOKEN: 'wrong-token-0123456789' })).toMatchObject({ status: 5 });
  const runId = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  expect(await feedflow(['rerun', runId])).toMatchObject({
    status: 5,
    err: expect.stringContaining('nothing-to-rerun'),
  });
  expect(await feedflow(['cancel', runId])).toMatchObject({
    status: 5,
    err: expect.stringContaining('run-not-running'),
  });
});

test('--wait names the sources that were not started', async () => {
  await feedflow(['run', '--all']);
  const { status, out, err } = await feedflow(['run', '--all', '--wait', '--json']);
  expect([status, JSON.parse(out)]).toEqual([0, []]);
  expect(err).toContain('skipped acme: run-already-running\n');
});

test.each(['', 'another-token-than-its-own'])(
  'without its token the API refuses, and says where it goes: %j',
  async (given) => {
    const { status, err } = await feedflow(['runs'], { API_TOKEN: given });
    expect(status).toBe(5);
    expect(err).toMatch(/^unauthorized: .*; set the environment variable API_TOKEN to a token of the API$/m);
  },
);

test('an unreachable API has an exit status of its own', async () => {
  const { status, err } = await feedflow(['runs'], { API_URL: 'http://127.0.0.1:1' });
  expect(status).toBe(6);
  expect(err).toContain('API_URL');
});

test('a response that breaks off is no response of another program', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 1_000 }).write('{"items": [', () => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (const args of [['sources'], ['sources', 'export']]) {
    const { status, err } = await feedflow(args, { API_URL: `http://127.0.0.1:${port}` });
    expect([status, err]).toEqual([6, expect.stringMatching(/^the response from .* broke off: /)]);
  }
});

test.each([
  ['http://user:planted@x.test', 'API_URL is set: must have no user and password'],
  ['ftp://user:planted@x.test', 'API_URL is set: must be an http or https URL'],
  ['https://x.test/?a=1', 'API_URL is "https://x.test/?a=1": must have no query and no fragment'],
  ['https://x.test/#top', 'API_URL is "https://x.test/#top": must have no query and no fragment'],
])('an API_URL with more than an address and a path is refused: %s', async (url, message) => {
  const { status, err } = await feedflow(['runs'], { API_URL: url });
  expect(status).toBe(2);
  expect(err).toContain(message);
  expect(err).not.toContain('planted');
});

test.each(['nonsense', 'ftp://x.test'])('%s is no address of an API', async (url) => {
  const { status, err } = await feedflow(['runs'], { API_URL: url });
  expect(status).toBe(2);
  expect(err).toContain(`API_URL is "${url}": must be an http or https URL`);
});

test.each([
  [[], 'no command'],
  [['fly'], 'there is no command "fly"'],
  [['run'], 'start one source by its name, or all of them with --all'],
  [['run', 'acme', '--all'], 'start one source by its name, or all of them with --all'],
  [['show'], '"runs show" needs RUN: the id of a run'],
  [['show', 'x'], 'RUN must be a run id of 24 hex digits'],
  [['jobs', 'show', 'x'], 'KEY must be a dedupeKey of 40 hex digits'],
  [['jobs', 'export', 'x'], 'FORMAT must be one of csv'],
  [['sources', 'rename', 'acme', 'A/B'], 'NAME must not have the character "/"'],
  [['runs', 'acme'], '"runs" has no command "acme"; it has list, csv, show, start'],
  [['runs', 'list', 'acme'], '"runs list" takes no arguments; "acme" is too many'],
  [['rerun', 'x', '--batches', '1,b'], '--batches must be whole numbers with commas between, not "1,b"'],
  [['runs', '--nonsense'], '"runs list" has no option --nonsense; it has --source, --status'],
  [
    ['runs', '--status', 'bad'],
    '--status must be one of running, completed, partial, failed, cancelled, not "bad"',
  ],
  [['runs', '--limit', '0'], '--limit must be at least 1'],
  [['runs', '--from', 'yesterday'], '--from must be a date and time like 2026-01-31T12:00:00Z'],
  [['sources', 'add', 'A/B', '--url', 'https://x.test'], 'SOURCE must not have the character "/"'],
  [['jobs', '--published-from', 'x'], '--published-from must be a date and time'],
  [
    ['preview', 'https://x.test', '--worker', '--records', 'all'],
    '--records must be a whole number from 1 to 1000',
  ],
  [['preview', 'file.xml', '--worker'], 'url must be an http or https URL'],
  [['preview', '--source', 'acme', '--ndjson'], '--ndjson is not possible with --source or --worker'],
  [['sources', 'add', 'x', '--url', 'ftp://x.test'], '--url must be an http or https URL'],
  [['sources', 'add', 'x'], '--url is missing: must be text'],
  [['sources', 'add', '--url', 'https://x.test/jobs.xml'], 'the name of the source is missing'],
  [['sources', 'change', 'acme'], 'nothing is changed'],
  [
    ['sources', 'change', 'acme', '--clear', 'schedule', '--schedule', '0 3 * * *'],
    '--schedule cannot be set and cleared at once',
  ],
  [['sources', 'change', 'acme', '--values', '{"country":{"England":"UK"}}'], 'such as DE or GB'],
  [['sources', 'change', 'acme', '--clear', 'url'], '--clear must be some of schedule, interval-minutes'],
  [['sources', 'change', 'acme', '--header', 'secret'], '--header must be "Name: value"'],
  [['sources', 'change', 'acme', '--dialect', 'nope'], '--dialect must be one of adzuna, arbeitsagentur'],
  [['sources', 'change', 'acme', '--quality', '{"minFillPercent":{"city":5}}'], 'allowed: externalId, title'],
  [['sources', 'change', 'acme', '--interval-minutes', '0'], '--interval-minutes must be at least 1, not 0'],
  [['sources', 'delete', 'acme'], '--yes is needed where nobody can answer'],
  [['runs', 'confirm-removal', '665f1c2ab7e4d90012ab34cd'], '--yes is needed where nobody can answer'],
])('reports wrong usage %j and points to the help', async (args, message) => {
  const { status, out, err } = await feedflow(args);
  expect(err).toContain(message);
  expect(err).toContain('--help');
  expect(status).toBe(2);
  expect(out).toBe('');
});

test('the API says what a field must be and what it was given', async () => {
  const refused = await api.get('/api/import-logs?status=bad&foo=1', { Authorization: `Bearer ${token}` });
  expect(refused.body.error.details.faults).toEqual([
    'status: must be one of running, completed, partial, failed, cancelled, not "bad"',
    expect.stringMatching(/^unknown field "foo"; allowed: source, status, /),
  ]);
});

describe('help', () => {
  test('of all commands names each of them, and the exit statuses', async () => {
    const { status, out } = await feedflow(['--help']);
    expect(status).toBe(0);
    for (const { name, summary } of allCommands) {
      expect(out).toContain(`  ${name} `);
      expect(out).toContain(summary.slice(0, 30));
    }
    for (const word of ['API_TOKEN', 'Exit status', 'confirm (runs confirm-removal)'])
      expect(out).toContain(word);
  });

  test('of a group names its commands', async () => {
    const { out } = await feedflow(['jobs', '--help']);
    expect(out).toMatch(/jobs list.*jobs count.*jobs csv.*jobs show/s);
    expect(out).not.toContain('runs start');
  });

  test.each(allCommands.map((command) => [command.name, command] as const))(
    'of %s has its options, exit statuses and an example that it accepts',
    async (name, command) => {
      const { status, out } = await feedflow(name.split(' ').concat('--help'));
      expect(status).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: feedflow ${name}`));
      for (const [option, { description }] of Object.entries(command.options)) {
        expect(out).toContain(`--${option}`);
        expect(description, option).not.toBe('');
      }
      expect(out).toMatch(/Exit status:\n {2}0 .* 2 {2}wrong usage/s);
      const words = command.example.replace(/ > .*/, '').match(/"[^"]*"|\S+/g) ?? [];
      const args = words.map((word) => word.replaceAll('"', ''));
      const own = name.split(' ');
      expect(args.slice(0, own.length)).toEqual(own);
      expect(parseCommand(command, args.slice(own.length))).not.toBeNull();
    },
  );
});

test('there is a command for every operation of the API but those of programs', () => {
  const called = new Set(allCommands.flatMap(({ operations }) => operations));
  expect(operationNames.filter((name) => !called.has(name))).toEqual([
    'checkLiveness',
    'checkReadiness',
    'endSession',
    'noteLogin',
    'describeApi',
    'readDocs',
    'readDocsFile',
  ]);
});

test('attention items are snoozed, listed and shown again', async () => {
  const snooze = [
    'attention',
    'acknowledge',
    'source-acme',
    '--snooze-minutes',
    '480',
    '--reason',
    'maintenance',
  ];
  expect(await feedflow(snooze)).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^source-acme is snoozed until \S+ \S+ UTC\n$/),
  });
  const stated = ['attention', 'acknowledge', 'late', '--state', '1 a a', '--title', 'Acme is late'];
  expect((await feedflow(stated)).out).toBe('late is acknowledged until it changes\n');
  const { out } = await feedflow(['attention']);
  expect(out).toMatch(/^late +it changes .* API_TOKEN +Acme is late$/m);
  expect(out).toMatch(/^source-acme .* API_TOKEN +maintenance$/m);
  expect((await feedflow(['attention', 'acknowledge', 'late'])).err).toContain('--snooze-minutes is needed');
  for (const item of ['source-acme', 'late']) {
    expect(await feedflow(['attention', 'undo', item])).toMatchObject({
      status: 0,
      out: `${item} is shown again\n`,
    });
  }
  expect((await feedflow(['attention', 'undo', 'late'])).status).toBe(5);
});

describe('sources', () => {
  test('one is added, shown, changed, disabled, enabled and deleted', async () => {
    const mapping = join(folder, 'mapping.json');
    writeFileSync(mapping, JSON.stringify({ identity: 'link' }));
    const added = await feedflow([
      'sources',
      'add',
      "O'Reilly (DE)",
      '--url',
      'https://feeds.test/oreilly',
      '--schedule',
      '15 6 * * 1-5',
      '--timezone',
      'Europe/Berlin',
      '--no-enabled',
      '--close',
      'expired,45',
      '--failure-percent',
      '2.5',
      '--header',
      'X-Key: secret',
      '--basic-auth',
      'me:pass:word',
      '--mapping',
      mapping,
      '--filter',
      '{"exclude":[{"field":"company","is":["Acme"]}]}',
      '--reason',
      'new',
    ]);
    expect(added).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^added\nsource +O'Reilly \(DE\)\n/),
    });
    expect(added.out).not.toMatch(/secret|pass/);
    expect(await api.database.sources.findByName("O'Reilly (DE)")).toMatchObject({
      schedule: '15 6 * * 1-5',
      timezone: 'Europe/Berlin',
      enabled: false,
      closing: { missing: false, expired: true, afterDays: 45 },
      removeVanished: false,
      failureThreshold: { percent: 2.5, records: 5 },
      headers: { 'X-Key': 'secret' },
      basicAuth: { username: 'me', password: 'pass:word' },
      mapping: { identity: 'link' },
      filter: { include: [], exclude: [{ field: 'company', is: ['Acme'] }] },
    });

    const name = "O'Reilly (DE)";
    await feedflow(['sources', 'change', name, '--failure-records', '9']);
    const exported = await feedflow(['sources', 'export']);
    expect(exported.err).toBe(`without headers and basicAuth of ${name}\n`);
    expect(JSON.parse(exported.out)).toContainEqual(
      expect.objectContaining({ name, schedule: '15 6 * * 1-5', mapping: { identity: 'link' } }),
    );
    expect(exported.out).not.toMatch(/secret|pass/);
    expect((await feedflow(['sources', 'show', name])).out).toMatch(
      /^tolerates +2\.5 % or 9 failed records$/m,
    );
    expect((await feedflow(['sources', 'show', name])).out).toMatch(
      /^closes jobs +expired, 45 days after their last change$/m,
    );
    expect((await feedflow(['sources', 'show', name])).out).toMatch(/^filter +exclude company is "Acme"$/m);
    const wrong = await feedflow(['sources', 'change', name, '--filter', '{"exclude":[{"field":"pay"}]}']);
    expect(wrong).toMatchObject({
      status: 2,
      err: expect.stringContaining('--filter: exclude.0.field must be one of'),
    });
    for (const words of ['soon', '1,2', 'none,missing', ''])
      expect((await feedflow(['sources', 'change', name, '--close', words])).status).toBe(2);
    await feedflow(['sources', 'change', name, '--close', 'none']);
    expect((await feedflow(['sources', 'show', name])).out).toMatch(/^closes jobs +no$/m);
    await feedflow(['sources', 'change', name, '--remove-vanished']);
    expect((await feedflow(['sources', 'show', name])).out).toMatch(/^closes jobs +no longer in the feed$/m);
    const changed = await feedflow([
      'sources',
      'change',
      name,
      '--interval-minutes',
      '30',
      '--clear',
      'mapping,filter,failure-threshold',
      '--url',
      'https://other.test/oreilly',
    ]);
    expect(changed.out).toContain('removed, as the URL is on another server: X-Key, basicAuth');
    const shown = await feedflow(['sources', 'show', name]);
    expect(shown.out).toMatch(/^schedule +every 30 min$/m);
    expect(shown.out).toMatch(/^tolerates +1 % or 5 failed records$/m);
    expect(shown.out).toMatch(/^open jobs +0$/m);
    expect(shown.out).not.toMatch(/^(mapping|filter)/m);

    expect((await feedflow(['sources', 'enable', name])).out).toBe(`${name} is enabled\n`);
    expect((await feedflow(['sources', 'disable', name, '--reason', 'broken'])).out).toBe(
      `${name} is disabled\n`,
    );

    expect((await feedflow(['sources', 'rename', name, 'O & R'])).out).toBe(`${name} is now O & R\n`);
    expect((await feedflow(['sources', 'rename', 'O & R', name, '--reason', 'back'])).status).toBe(0);

    let question = '';
    const kept = await feedflow(['sources', 'delete', name], {}, (asked) => {
      question = asked;
      return Promise.resolve('n');
    });
    expect(question).toBe(`Delete ${name}? Its open jobs (0) stay open. [y/N] `);
    expect(kept).toMatchObject({ status: 4, err: 'nothing was deleted\n' });
    const deleted = await feedflow(['sources', 'delete', name, '--close-jobs', '--yes']);
    expect(deleted).toMatchObject({ status: 0, out: `deleted ${name}\n` });
    expect((await feedflow(['sources', 'show', name])).status).toBe(5);

    const log = await feedflow(['audit', '--target', name]);
    expect(log.out).toMatch(/^TIME \(UTC\) +USER +ACTION +TARGET +AFFECTED +REASON +RESULT$/m);
    expect(log.out).toMatch(/disableSource .* broken +done$/m);
  });

  test('one is added from a file, whose fields options replace', async () => {
    const file = join(folder, 'source.json');
    writeFileSync(
      file,
      JSON.stringify({ name: 'From file', url: 'https://feeds.test/file', intervalMinutes: 5 }),
    );
    const { status, out } = await feedflow([
      'sources',
      'add',
      '--file',
      file,
      '--interval-minutes',
      '7',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'From file', intervalMinutes: 7 });
  });
});

describe('runs', () => {
  test('latest is the newest run, of all sources or of one', async () => {
    const at = (ms: number) => ({ startedAt: new Date(Date.now() + ms), status: 'completed' as const });
    const older = await addRun(api.database, { source: 'ahead', ...at(3_500_000) });
    const newer = await addRun(api.database, { source: 'further ahead', ...at(3_600_000) });
    const latest = async (...args: string[]) =>
      JSON.parse((await feedflow(['runs', 'show', 'latest', '--json'].concat(args))).out).runId;
    expect(await latest()).toBe(newer);
    expect(await latest('--source', 'ahead')).toBe(older);
    expect(await feedflow(['runs', 'show', 'latest', '--source', 'nobody'])).toMatchObject({
      status: 5,
      err: 'there is no run of a source "nobody"\n',
    });
  });

  test('batches and failures of a run are listed; the list is CSV too', async () => {
    const startedAt = new Date();
    const runId = await addRun(api.database, { source: 'listed', startedAt, status: 'running' });
    const batchId = `${runId}-1-1-0`;
    const { importBatches } = api.database;
    await importBatches.insertWaiting([
      { batchId, runId, attempt: 1, fetchAttempt: 1, batchIndex: 0, records: 5, enqueuedAt: startedAt },
    ]);
    await importBatches.finish(batchId, {
      status: 'completed',
      finishedAt: new Date(),
      durationMs: 1,
      error: null,
      failures: [
        {
          position: 3,
          batchIndex: 0,
          dedupeKey: null,
          at: new Date(),
          stage: 'upsert',
          reasonCode: 'write-failed',
          message: 'evil \u001b[2J text',
          field: null,
          externalId: 'A-3',
        },
      ],
      newJobs: 4,
      updatedJobs: 0,
      unchangedJobs: 0,
      failedJobs: 1,
      failureTotals: { 'write-failed': 1 },
      jobs: [{}],
    });
    const batches = await feedflow(['runs', 'batches', runId]);
    expect(batches.out).toMatch(/^0 +1 +completed +5 +1 .*1 write-failed\n1 completed\n$/m);
    const batch = await feedflow(['runs', 'batch', runId, '0']);
    expect(batch.out).toMatch(/^failed +no\. 4 write-failed: evil {2}\[2J text$/m);
    const failures = await feedflow(['runs', 'failures', runId]);
    expect(failures.out).toMatch(/^ {2}no\. 4 \(id A-3\): evil {2}\[2J text$/m);
    const typo = await feedflow(['runs', 'failures', runId, '--reason', 'write-faild']);
    expect(typo.out).toBe('no records failed with write-faild; the reasons of this run: 1 write-failed\n');
    const both = await feedflow(['runs', 'failures', runId, '--ndjson', '--reason', 'write-failed']);
    expect(both).toMatchObject({ status: 2, err: expect.stringContaining('--reason') });
    const lines = await feedflow(['runs', 'failures', runId, '--ndjson']);
    expect(JSON.parse(lines.out)).toMatchObject({ position: 3, reasonCode: 'write-failed' });
    expect(JSON.parse((await feedflow(['runs', 'batch-map', runId])).out)).toMatchObject({
      runId,
      batches: 1,
    });
    await api.database.rawRecords.keep(
      { runId, attempt: 1, fetchAttempt: 1 },
      [{ position: 3, text: '<job id="A-3"/>' }],
      new Date(Date.now() + 60_000),
    );
    expect((await feedflow(['runs', 'raw', runId, '4'])).out).toBe('<job id="A-3"/>\n');
    expect((await feedflow(['runs', 'raw', runId, '3'])).status).toBe(5);
    expect((await feedflow(['runs', 'raw', runId, '0'])).status).toBe(2);
    const csv = await feedflow(['runs', 'csv', '--source', 'listed']);
    expect(csv.out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^runId,/),
      expect.stringContaining(runId),
    ]);
  });

  test('a run is watched until it ends', async () => {
    const runId = await addRun(api.database, { source: 'watched', startedAt: new Date(), status: 'running' });
    const out = new PassThrough();
    let printed = '';
    out.on('data', (chunk) => (printed += String(chunk)));
    const watched = runCommandLine(
      ['runs', 'watch', runId],
      { API_URL: api.url, API_TOKEN: token },
      { terminal: { out, err: new PassThrough() }, previewHere: () => Promise.resolve(0) },
    );
    await expect.poll(() => printed).toContain('status         running');
    const base = { runId, sourceName: 'watched', at: new Date().toISOString() };
    await api.events.publish({
      type: 'run.progress',
      ...base,
      totalFetched: 7,
      enqueuedBatches: 1,
      fetchDone: true,
    });
    // The stream leaves out progress that a later event overtakes.
    await expect.poll(() => printed).toContain('7 records in 1 batch, feed read');
    await api.events.publish({
      type: 'run.progress',
      ...base,
      totalFetched: 7,
      enqueuedBatches: 1,
      rereadRecords: 3,
      fetchDone: false,
    });
    await expect.poll(() => printed).toContain('7 records in 1 batch, 3 records read again');
    await api.events.publish({
      type: 'run.finished',
      ...base,
      status: 'partial',
      ...noCounters,
      durationMs: 5,
    });
    expect(await watched).toBe(3);
    expect(printed).toContain('partial: 0 records');
    expect((await feedflow(['runs', 'watch', await ended('failed')])).status).toBe(1);
  });
});

const cutOff: FeedPreviewResponse = {
  http: null,
  feed: null,
  identity: null,
  complete: false,
  cut: { code: 'feed-truncated', message: 'the feed ended within <job>' },
  records: 2,
  postings: 2,
  duplicates: 0,
  skipped: 0,
  skippedBy: [],
  skippedTitles: [],
  expired: 0,
  deletions: 0,
  pages: 1,
  samples: [],
  failures: [],
  failureTotals: {},
  warnings: [],
  fill: { title: 2 },
  values: { title: 'One' },
  suggestions: { name: null, intervalMinutes: null },
  evidence: null,
  durationMs: 1,
};

function ended(status: 'failed'): Promise<string> {
  return addRun(api.database, { source: 'ended', startedAt: new Date(), status });
}

test('lists, counts and shows jobs, also as CSV', async () => {
  expect((await feedflow(['jobs'])).out).toBe('no jobs\n');
  expect((await feedflow(['jobs', 'count', '--status', 'open'])).out).toBe('0\n');
  expect((await feedflow(['jobs', 'csv'])).out).toMatch(/^dedupeKey,source,/);
  expect((await feedflow(['jobs', 'export', 'xml'])).out).toMatch(/<source>\n<\/source>\n$/);
  expect(JSON.parse((await feedflow(['jobs', 'export', 'jsonld'])).out)['@graph']).toEqual([]);
  expect(await feedflow(['jobs', 'export', 'pdf'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('ndjson'),
  });
  expect(await feedflow(['jobs', 'show', 'a'.repeat(40)])).toMatchObject({
    status: 5,
    err: expect.stringContaining('job-unknown'),
  });
});

test('shows statistics, health and the permissions of the token', async () => {
  const stats = await feedflow(['stats', '--from', 'now-7d']);
  expect(stats.out).toMatch(
    /^SOURCE +RUNS +FAILED RUNS +FETCHED +IMPORTED +NEW +UPDATED +UNCHANGED +DUPLICATE +SKIPPED +FAILED +CLOSED +MEDIAN +P95$/m,
  );
  expect(stats.out).toMatch(/^all +\d+ /m);
  expect((await feedflow(['stats', 'removed-runs'])).out).toBe('no run was removed\n');
  const health = await feedflow(['health']);
  expect(health.status).toBe(0);
  expect(health.out).toMatch(/^mongodb +connected \([\d.]+ ms\)$/m);
  expect(health.out).toMatch(/^batches +0 +0 +0 +0 +0$/m);
  await api.database.processSettings.put({
    process: 'worker',
    host: 'one',
    startedAt: new Date(),
    settings: [
      { name: 'BATCH_SIZE', value: '500', isSecret: false, isChanged: true },
      { name: 'API_TOKEN', value: null, isSecret: true, isChanged: true },
      { name: 'LOG_LEVEL', value: 'info', isSecret: false, isChanged: false },
    ],
  });
  const settings = (await feedflow(['settings'])).out.trim().split('\n');
  expect(settings.map((line) => line.split(/ {2,}/).join('|'))).toEqual([
    'SETTING|VALUE|PROCESSES',
    'API_TOKEN|set, not shown|worker',
    'BATCH_SIZE|500|worker',
  ]);
  expect((await feedflow(['session'])).out).toMatch(/^permissions +full access$/m);
});

test('a worker previews a saved source, with its secrets and mapping', async () => {
  const source = { name: 'saved', url: 'https://feeds.test/saved', mapping: { identity: 'link' } };
  const headers = { 'X-Key': 'secret' };
  await api.database.sources.add(sourceConfig.parse({ ...source, headers }), new Date());
  const requests: unknown[] = [];
  const connection = new Redis(api.sandbox.redisUrl, { maxRetriesPerRequest: null });
  const worker = new Worker(
    queueNames.previews,
    async ({ data: { requestId } }: Job<PreviewJobPayload>) => {
      requests.push(await api.previews.take(requestId));
      await api.previews.respond(requestId, { ok: true, preview: cutOff });
    },
    { connection, prefix: api.sandbox.redisPrefix },
  );
  onTestFinished(async () => {
    await worker.close();
    connection.disconnect();
  });
  const { status, out } = await feedflow(['preview', '--source', 'saved', '--records', '50']);
  expect(requests).toEqual([
    expect.objectContaining({
      url: source.url,
      mapping: source.mapping,
      requestHeaders: headers,
      maxRecords: 50,
    }),
  ]);
  expect(out).toMatch(/^feed +cut off$/m);
  expect(status).toBe(3);
});

test('the program previews a file on this machine, and asks nobody where there is no terminal', async () => {
  const file = join(folder, 'feed.xml');
  writeFileSync(file, '<rss><channel><item><title>One</title><guid>1</guid></item><item><title>Tw');
  const preview = await runProgram(['preview', file]);
  expect(preview.out).toMatch(/^feed +cut off$/m);
  expect(preview).toMatchObject({ status: 3, err: '' });
  const missing = await runProgram(['preview', join(folder, 'none.xml')]);
  expect(missing).toMatchObject({ status: 1, out: '', err: expect.stringContaining('none.xml') });
  expect(await runProgram(['sources', 'delete', 'acme'])).toMatchObject({ status: 2 });
});

/** Runs the program in a shell, as `feedflow` there. */
function runInShell(script: string): Promise<{ status: unknown; err: string }> {
  const entry = join(import.meta.dirname, '../src/bin/feedflow.ts');
  const env = { ...process.env, API_URL: 'http://127.0.0.1:1' };
  const text = `feedflow() { '${process.execPath}' '${entry}' "$@"; }; ${script}`;
  return new Promise((resolve) => {
    execFile('bash', ['-c', text], { env }, (error, _out, err) =>
      resolve({ status: error ? error.code : 0, err }),
    );
  });
}

test('an output that cannot be written is a failure, one that its reader has closed is none', async () => {
  expect(await runInShell('feedflow --help > /dev/full')).toEqual({
    status: 1,
    err: 'the output cannot be written: ENOSPC: no space left on device, write\n',
  });
  const feed = join(folder, 'one.xml');
  writeFileSync(feed, '<rss><channel><item><title>One</title><guid>1</guid></item></channel></rss>');
  expect(await runInShell(`feedflow preview '${feed}' > /dev/full`)).toMatchObject({ status: 1 });
  expect(await runInShell('feedflow --help | true; exit $PIPESTATUS')).toMatchObject({ status: 0 });
  // Nobody reads its messages, but the exit status is that of the command.
  expect(await runInShell('feedflow runs 2>&1 >&- | true; exit $PIPESTATUS')).toMatchObject({
    status: 6,
  });
});

test('progress is a bar once the number of batches is known', async () => {
  const runId = await addRun(api.database, { source: 'going', startedAt: new Date(), status: 'running' });
  const run = await connectApi({ url: api.url, token }).call('getRun', { params: { runId } });
  expect(progressLine(run)).toBe('going  reading the feed  0 records');
  const meta = { ...run.meta, totalBatches: 8, processedBatches: 2 };
  expect(progressLine({ ...run, meta })).toContain(`${'█'.repeat(6)}${'░'.repeat(18)}  25 %  2/8 batches`);
});

test('closes the jobs that a run holds back, once that is confirmed', async () => {
  await feedflow(['sources', 'add', 'shrunk', '--url', 'https://feeds.test/shrunk.xml']);
  await feedflow(['run', 'shrunk']);
  const running = await api.database.importLogs.list({ limit: 1, sourceName: 'shrunk' });
  const [run] = running.items;
  if (!run) throw new Error('no run was started');
  const { runId } = run;
  await holdJobs(api.database, run);
  expect((await feedflow(['show', runId])).out).toContain(
    `over 20 %: held until "runs confirm-removal ${runId}" closes them`,
  );
  const confirm = ['runs', 'confirm-removal', 'latest', '--source', 'shrunk'];
  const questions: string[] = [];
  const kept = await feedflow(confirm, {}, async (question) => {
    questions.push(question);
    return '';
  });
  expect(kept).toMatchObject({ status: 4, out: '', err: 'nothing was closed\n' });
  expect(questions).toEqual(['Close 2 jobs of shrunk? [y/N] ']);
  expect(await feedflow([...confirm, '--yes'])).toMatchObject({ status: 0, out: '2 jobs closed\n' });
  expect((await feedflow([...confirm, '--yes'])).status).toBe(5);
});
