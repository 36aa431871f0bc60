import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { FeedflowError } from '@feedflow/shared/errors';
import { publicRanges } from '@feedflow/shared/network/public-ranges';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { badPorts } from './bad-ports.ts';

const ranges = { ipv4: parseRanges(publicRanges.ipv4), ipv6: parseRanges(publicRanges.ipv6) };

/** Whether an IP address is one of the public internet: in `publicRanges`. */
export function isPublicAddress(address: string): boolean {
  // Octal and hexadecimal parts have a meaning that programs disagree about.
  if (isIP(address) === 0) return false;
  // ::ffff:127.0.0.1 is 127.0.0.1; other addresses that carry an IPv4 one are outside of the public ranges.
  const parsed = ipaddr.process(address);
  const { within, except } = ranges[parsed.kind()];
  return parsed.match(within) && !except.some((range) => parsed.match(range));
}

function parseRanges({ within, except }: { within: string; except: readonly string[] }) {
  return { within: ipaddr.parseCIDR(within), except: except.map((range) => ipaddr.parseCIDR(range)) };
}

/**
 * A connector that dials public addresses only, and no port of another protocol. The check is on the address
 * that is dialled, not on the name: a name may resolve to something else a moment later, and a literal address
 * is never looked up.
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

/** A lookup that gives the public ones of the addresses found, which are then the ones dialled, or fails. */
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
    `${where} is not a public address; to read from private ones, set FETCH_ALLOW_PRIVATE_HOSTS=true (npm run feed: --allow-private-hosts)`,
    { details: { hostname, address } },
  );
}

function portRefusal(hostname: string, port: string): FeedflowError {
  return new FeedflowError(
    'feed-address-refused',
    `port ${port} of ${hostname} belongs to another protocol than HTTP, and browsers refuse it as well; give the feed another port`,
    { details: { hostname, port } },
  );
}
