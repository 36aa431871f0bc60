import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { FeedflowError } from '@feedflow/shared/errors';
import { publicRanges } from '@feedflow/shared/network/public-ranges';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { badPorts } from './bad-ports.ts';

const ranges = { ipv4: parseRanges(publicRanges.ipv4), ipv6: parseRanges(publicRanges.ipv6) };

/** Whether an IP address belongs to the public internet: see `publicRanges`. */
export function isPublicAddress(address: string): boolean {
  // Programs disagree about the meaning of octal and hexadecimal parts.
  if (isIP(address) === 0) return false;
  // ::ffff:127.0.0.1 is 127.0.0.1; other addresses that contain an IPv4 address are outside of the public ranges.
  const parsed = ipaddr.process(address);
  const { within, except } = ranges[parsed.kind()];
  return parsed.match(within) && !except.some((range) => parsed.match(range));
}

function parseRanges({ within, except }: { within: string; except: readonly string[] }) {
  return { within: ipaddr.parseCIDR(within), except: except.map((range) => ipaddr.parseCIDR(range)) };
}

/**
 * A connector that connects to public addresses only, and to no port of another protocol. It checks the address
 * that it connects to, not the name: a name may resolve to another address later, and a literal address is never
 * resolved.
 */
export function createGuardedConnector(options: { timeoutMs: number }): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.timeoutMs,
    allowH2: false,
    lookup: onlyPublic(dnsLookup),
  });
  return (target, callback) => {
    if (badPorts.has(Number(target.port))) {
      callback(portRefusal(target.hostname, target.port), null);
      return;
    }
    if (isIP(target.hostname) !== 0 && !isPublicAddress(target.hostname)) {
      callback(refusal(target.hostname, target.hostname), null);
      return;
    }
    connect(target, callback);
  };
}

/** A lookup that returns only the public addresses of a name, which are then connected to; fails if there is none. */
export function onlyPublic(lookup: typeof dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const addresses = found.filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (!first) callback(refusal(hostname, found[0]?.address ?? 'no address'), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string, address: string): FeedflowError {
  const where = hostname === address ? address : `${hostname} (${address})`;
  return new FeedflowError(
    'feed-address-refused',
    `${where} is not a public address; to read from private ones, set FETCH_ALLOW_PRIVATE_HOSTS=true (of a preview on this machine also --allow-private-hosts)`,
    { details: { hostname, address } },
  );
}

function portRefusal(hostname: string, port: string): FeedflowError {
  return new FeedflowError(
    'feed-address-refused',
    `port ${port} of ${hostname} belongs to another protocol than HTTP, and browsers refuse it too; serve the feed on another port`,
    { details: { hostname, port } },
  );
}
