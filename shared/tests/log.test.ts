import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

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
  log.error({ err: new Error(`no answer from redis://:${secret}@cache.test/0`) }, 'failed');
  expect(lines.join('')).not.toContain(secret);
  expect(lines[0]).toContain('mongodb://[redacted]@db.test:27017/jobs');
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
