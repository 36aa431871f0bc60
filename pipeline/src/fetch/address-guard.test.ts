import type { lookup } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedConnector, isPublicAddress, onlyPublic } from './address-guard.ts';
import { createFetcher } from './fetcher.ts';

describe('an address is public', () => {
  test.each([
    '93.184.216.34',
    '8.8.8.8',
    '168.63.129.15',
    '168.63.129.17',
    '2000::1',
    '2001:200::1',
    '2606:2800:220:1:248:1893:25c8:1946',
    '3fff:1000::1',
    '::ffff:8.8.8.8',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('an address is not', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:1ff:ffff::1',
    // 127.0.0.1 and 8.8.8.8 in the form that is called IPv4-compatible, as URL writes them.
    '::7f00:1',
    '::808:808',
    '::ffff:0:808:808',
    '64:ff9b:1::808:808',
    '100::1',
    '100:0:0:1::1',
    '1fff::1',
    '3fff::1',
    '3fff:fff::1',
    '4000::1',
    '5f00::1',
    'e000::1',
    'fec0::1',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '192.88.99.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    'no address',
    '',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('no connection is opened for', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://017700000001:PORT/',
    'http://127.1:PORT/',
    'http://localhost:PORT/',
    'http://user:secret@127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://100.64.0.1/',
    'http://[fd00::1]/',
    'http://[::127.0.0.1]:PORT/',
    'http://168.63.129.16/',
    'http://feeds.example:25/',
    'https://feeds.example:22/',
    'http://feeds.example:10080/',
  ])('%s', async (address) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const fetcher = createFetcher({
      timeoutMs: 2000,
      totalTimeoutMs: 5000,
      minBytesPerSecond: 0,
      maxBytes: 1000,
      allowPrivateHosts: false,
      userAgent: 'test',
    });
    onTestFinished(async () => {
      await fetcher.close();
      server.close();
    });
    const url = address.replace('PORT', String((server.address() as AddressInfo).port));
    const error = await fetcher.fetch({ url }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'feed-address-refused' });
    expect((error as Error).message).not.toContain('secret');
    expect(connections).toBe(0);
  });
});

test('the usual ports are not those of other protocols', async () => {
  const connect = createGuardedConnector({ timeoutMs: 1000 });
  for (const protocol of ['http:', 'https:']) {
    for (const port of ['', '80', '443', '8080', '8443']) {
      const target = { hostname: '127.0.0.1', protocol, port };
      const error = await new Promise((resolve) => connect(target, (...results) => resolve(results[0])));
      expect(error).toMatchObject({ message: expect.stringContaining('is not a public address') });
    }
  }
});

describe('a name', () => {
  const resolvingTo = (...results: string[][]) => {
    let calls = 0;
    return ((_hostname: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
      const addresses = results[Math.min(calls++, results.length - 1)] ?? [];
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }) as unknown as typeof lookup;
  };
  const ask = (look: ReturnType<typeof onlyPublic>) =>
    new Promise((resolve) => look('feed.example', { all: true }, (error, found) => resolve(error ?? found)));

  test('that resolves to private addresses only is refused', async () => {
    expect(await ask(onlyPublic(resolvingTo(['10.0.0.1', '::1'])))).toMatchObject({
      code: 'feed-address-refused',
    });
  });

  test('that resolves to both is connected to at its public one', async () => {
    expect(await ask(onlyPublic(resolvingTo(['10.0.0.1', '8.8.8.8'])))).toEqual([
      { address: '8.8.8.8', family: 4 },
    ]);
  });

  test('that resolves to something else the second time is checked the second time', async () => {
    const look = onlyPublic(resolvingTo(['8.8.8.8'], ['127.0.0.1']));
    expect(await ask(look)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(await ask(look)).toMatchObject({ code: 'feed-address-refused' });
  });
});
