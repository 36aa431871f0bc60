import { errorCode } from '@feedflow/shared/errors';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';
import { readAll, serve } from '../support/feed-server.ts';

const good = (n: number): string => `<item><title>Good ${n}</title><guid>good-${n}</guid></item>`;
const around = (middle: string): string =>
  `<rss version="2.0"><channel>${good(1)}${middle}${good(3)}</channel></rss>`;
const MB = 1024 * 1024;

/** Reads, and gives back what the neighbours and the hostile record became. */
async function attack(body: string) {
  const { outcomes, summary } = await readBytes(body);
  const named = outcomes.map(({ job, failure }) => job?.title.slice(0, 20) ?? failure?.reasonCode);
  return { named, summary };
}

describe('a hostile record affects no other record', () => {
  test.each<[string, string, string | undefined]>([
    ['an attribute of 5 MB', `<item a="${'x'.repeat(5 * MB)}"><title>T</title></item>`, undefined],
    [
      '100,000 attributes',
      `<item ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}><title>T</title></item>`,
      undefined,
    ],
    [
      '100,000 levels',
      `<item><title>T</title>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</item>`,
      'record-malformed',
    ],
    [
      '100,000 levels that are never closed',
      `<item><title>T</title>${'<a>'.repeat(100_000)}</item>`,
      'record-malformed',
    ],
    [
      '100,000 bare <',
      `<item><title>T</title><guid>2</guid>${'< '.repeat(100_000)}</item>`,
      'record-malformed',
    ],
    ['100,000 elements', `<item><title>T</title>${'<a/>'.repeat(100_000)}</item>`, 'record-malformed'],
    [
      '50 MB of text',
      `<item><title>T</title><description>${'x'.repeat(50 * MB)}</description></item>`,
      'record-too-large',
    ],
    [
      '50 MB of CDATA',
      `<item><title>T</title><description><![CDATA[${'x'.repeat(50 * MB)}]]></description></item>`,
      'record-too-large',
    ],
    [
      'nearly 1 MB of text',
      `<item><title>Big</title><guid>2</guid><description>${'x &lt; '.repeat(140_000)}</description></item>`,
      'Big',
    ],
    [
      'nearly 1 MB of open tags in a description',
      `<item><title>Big</title><guid>2</guid><description>${'<p '.repeat(300_000)}</description></item>`,
      'record-malformed',
    ],
    [
      'nearly 1 MB of quotes',
      `<item><title>Big</title><guid>2</guid><description>${'<a b="'.repeat(150_000)}</description></item>`,
      'record-malformed',
    ],
    [
      'entities of the nine-lol kind in the record',
      `<item><title>T &lol9;</title><guid>2</guid></item>`,
      'T &lol9;',
    ],
  ])('%s', async (_name, record, becomes) => {
    const { named, summary } = await attack(around(record));
    expect(named.filter((name) => name?.startsWith('Good'))).toEqual(['Good 1', 'Good 3']);
    if (becomes !== undefined) expect(named[1]).toBe(becomes);
    expect(summary.complete).toBe(true);
  });

  test('with any names', async () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '__defineGetter__',
    ];
    const fields = names.map((name) => `<${name}><polluted>yes</polluted></${name}>`).join('');
    const { named } = await attack(
      around(`<item __proto__="x" constructor="y"><title>Job</title><guid>2</guid>${fields}</item>`),
    );
    expect(named).toEqual(['Good 1', 'Job', 'Good 3']);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });
});

describe('a hostile document', () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join(
    '',
  );

  test.each([
    ['a billion laughs', `<!DOCTYPE rss [<!ENTITY lol0 "lol">${lol}]>`, '&lol9;'],
    ['quadratic blowup', `<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(100_000)}">]>`, '&a;'.repeat(10_000)],
    ['an external file', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'],
    ['a parameter entity', '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', '&x;'],
  ])('expands nothing: %s', async (_name, doctype, reference) => {
    const record = `<item><title>Job</title><guid>2</guid><description>${reference}</description></item>`;
    const { outcomes } = await readBytes(`<?xml version="1.0"?>${doctype}${around(record)}`);
    expect(outcomes[1]?.job?.description).toBe(reference);
  });

  test('causes no request', async () => {
    let requests = 0;
    const outside = await serve((_request, response) => {
      requests++;
      response.end('secret');
    });
    const doctype = `<!DOCTYPE rss SYSTEM "${outside}/dtd" [<!ENTITY x SYSTEM "${outside}/entity">]>`;
    const head = `<?xml version="1.0"?><?xml-stylesheet href="${outside}/style"?>${doctype}`;
    const url = await serve((_request, response) =>
      response.end(head + around('<item><title>&x;</title><guid>2</guid></item>')),
    );
    const { outcomes } = await readAll(url);
    expect(outcomes[1]?.job?.title).toBe('&x;');
    expect(requests).toBe(0);
  });

  test.each([
    ['CDATA that never ends', `<rss><channel>${good(1)}<item><title><![CDATA[${'x'.repeat(3 * MB)}`],
    ['a comment that never ends', `<rss><channel>${good(1)}<!-- ${'x'.repeat(3 * MB)}`],
    ['a record that never ends', `<rss><channel>${good(1)}<item>${'<a>x</a>'.repeat(400_000)}`],
    ['a tag that never ends', `<rss><channel>${good(1)}<item ${'x'.repeat(3 * MB)}`],
  ])('is reported as cut off: %s', async (_name, body) => {
    const { named, summary } = await attack(body);
    expect(named[0]).toBe('Good 1');
    expect(summary.complete).toBe(false);
  });

  test.each([
    ['a root of 3 MB', `<rss a="${'x'.repeat(3 * MB)}"><channel>${good(1)}</channel></rss>`],
    ['nothing but open tags', '<a>'.repeat(MB)],
    ['nothing but <', '<'.repeat(3 * MB)],
    ['a DOCTYPE that never ends', `<!DOCTYPE rss [${'<!-- '.repeat(MB)}`],
    ['comments that never end', '<!--'.repeat(MB)],
    [
      'names without end',
      `<rss><channel>${Array.from({ length: 100_000 }, (_, i) => `<n${i}>x</n${i}>`).join('')}`,
    ],
  ])('is refused, or read, within bounds: %s', async (_name, body) => {
    const result = await readBytes(body).then(
      ({ summary }) => summary.complete,
      (error: unknown) => errorCode(error),
    );
    expect(['feed-not-xml', 'feed-empty', true, false]).toContain(result);
  });

  test('of records without end tags is read in time proportional to its size', async () => {
    const many = Array.from(
      { length: 50_000 },
      (_, i) => `<item><title>Job ${i}</title><guid>${i}</guid>`,
    ).join('');
    const { outcomes, summary } = await readBytes(`<rss><channel>${many}</channel></rss>`);
    expect(outcomes).toHaveLength(50_000);
    expect(outcomes.every((outcome) => outcome.job)).toBe(true);
    expect(summary.complete).toBe(true);
  });
});

test('the event loop is not blocked while a feed is read, even if all of its bytes are available', async () => {
  let turns = 0;
  let reading = true;
  const count = (): void => {
    turns++;
    if (reading) setImmediate(count);
  };
  setImmediate(count);
  // Some seconds of work, without any waiting for bytes.
  const records = Array.from(
    { length: 30_000 },
    (_, i) => `<item><title>Job ${i}</title><guid>${i}</guid></item>`,
  );
  const { outcomes } = await readBytes(around(records.join('')));
  reading = false;
  expect(outcomes).toHaveLength(30_002);
  expect(turns).toBeGreaterThan(10);
});
