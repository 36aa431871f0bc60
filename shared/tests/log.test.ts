import { expect, test } from 'vitest';
import { errorMessage, FeedflowError } from '../src/errors.ts';
import { createLog } from '../src/process/log.ts';

function capture() {
  const lines: string[] = [];
  const log = createLog('test', { level: 'trace', destination: { write: (line) => void lines.push(line) } });
  return { log, lines };
}

const secret = 'planted-secret-31415';

test('a secret in a field of its name is not logged, however it got there', () => {
  const { log, lines } = capture();
  for (const name of ['authorization', 'cookie', 'password', 'secret', 'token', 'requestHeaders']) {
    log.info({ [name]: secret }, 'one');
    log.info({ source: { [name]: secret } }, 'two');
    log.info({ job: { data: { [name]: secret } } }, 'three');
  }
  log.info({ source: { headers: { 'x-key': secret }, basicAuth: { username: 'u', password: secret } } });
  expect(lines).toHaveLength(19);
  expect(lines.join('')).not.toContain(secret);
  expect(lines[0]).toContain('[redacted]');
});

test('an address loses its user and password wherever it stands', () => {
  const { log, lines } = capture();
  const uri = `mongodb://feedflow:${secret}@db.test:27017/jobs`;
  log.warn({ reason: `cannot connect to ${uri}` }, `tried ${uri}`);
  log.error({ err: new Error(`no response from redis://:${secret}@cache.test/0`) }, 'failed');
  expect(lines.join('')).not.toContain(secret);
  expect(lines[0]).toContain('mongodb://[redacted]@db.test:27017/jobs');
  log.warn({ reason: `no response from redis://:p@ss@${secret}@cache.test/0` });
  expect(lines.at(-1)).toContain('redis://[redacted]@cache.test/0');
  log.info({ url: 'https://feeds.test/jobs.xml?mail=a@b.test' });
  expect(lines.at(-1)).toContain('https://feeds.test/jobs.xml?mail=a@b.test');
});

test('text cannot forge a line, whatever line ends and escape codes it holds', () => {
  const { log, lines } = capture();
  const forged = 'x\r\n{"level":60,"msg":"forged"}\u2028\u0085\u001b[31m';
  log.info({ reason: forged, source: forged }, forged);
  log.warn({ err: new Error(forged) }, 'failed');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(['\r', '\u001b'].filter((character) => line.includes(character))).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ name: 'test' });
  }
});

test('an error of a driver is logged without the command that it carries', () => {
  const { log, lines } = capture();
  const payload = 'payload-'.repeat(10_000);
  const error = Object.assign(new Error('OOM command not allowed', { cause: new Error('inner') }), {
    code: 'OOM',
    command: { name: 'evalsha', args: [payload] },
    previousErrors: [Object.assign(new Error('x'), { command: { args: [payload] } })],
  });
  log.warn({ err: error }, 'failed');
  log.warn(error);
  log.warn({ source: { failures: [error] } }, 'nested');
  for (const line of lines) {
    expect(line).not.toContain('payload-');
    expect(line).toContain('OOM command not allowed');
  }
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
    type: 'Error',
    code: 'OOM',
    stack: expect.stringContaining('log.test.ts'),
    cause: { message: 'inner' },
  });
});

test('a line is bounded, whatever is logged', () => {
  const { log, lines } = capture();
  const long = 'x'.repeat(1_000_000);
  log.info(
    { reason: long, deep: { deep: { deep: { deep: { deep: long } } } }, bytes: Buffer.alloc(1_000_000) },
    long,
  );
  log.info({ list: Array.from({ length: 100_000 }, (_, index) => index), err: new Error(long) });
  for (const line of lines) expect(line.length).toBeLessThan(20_000);
  expect(JSON.parse(lines[0] ?? '').reason).toHaveLength(2_000);
});

test('each field is in a line once', () => {
  const { log, lines } = capture();
  const child = log.child({ requestId: 'r-1' });
  child.info(
    { requestId: 'r-1', name: 'x', pid: 1, level: 'high', time: 'now', msg: 'other', a: 1 },
    'message',
  );
  for (const name of ['requestId', 'name', 'pid', 'level', 'time', 'msg', 'a']) {
    expect(lines[0]?.split(`"${name}":`), name).toHaveLength(2);
  }
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r-1', name: 'test', msg: 'message' });
});

test('control characters of feeds, C1 among them, reach neither a line nor a stored message', () => {
  const { log, lines } = capture();
  const hostile = 'a\u009b2Jb\u0085c\u001b[31md';
  log.warn({ reason: hostile, err: new Error(hostile) }, hostile);
  const parsed = JSON.parse(lines[0] ?? '');
  for (const text of [parsed.reason, parsed.msg, parsed.err.message, errorMessage(new Error(hostile))])
    expect(text).toBe('a\ufffd2Jb\ufffdc\ufffd[31md');
  expect(new FeedflowError('feed-not-xml', `its root is <${hostile}>`).message).not.toMatch(
    /[\u0080-\u009f]/,
  );
  expect(errorMessage(new Error('two\n\tlines'))).toBe('two\n\tlines');
});
