import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { FeedflowError } from '@feedflow/shared/errors';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** Whether an IP address is one of the public internet: not loopback, private, link-local, shared, reserved. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // ::ffff:127.0.0.1 is 127.0.0.1; addresses that carry an IPv4 one in other ways are not "unicast" at all.
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * A connector that dials public addresses only. The check is on the address that is dialled, not on the
 * name: a name may resolve to something else a moment later, and a literal address is never looked up.
 */
export function createGuardedConnector(options: { timeoutMs: number }): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.timeoutMs,
    allowH2: false,
    lookup: onlyPublic(dnsLookup),
  });
  return (target, callback) => {
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
