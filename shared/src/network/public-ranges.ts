/**
 * The addresses that feeds are read from: those of the public internet, as blocks to be in and blocks inside
 * them to stay out of. From IANA's special-purpose address registries, as of 2026. Blocks that are globally
 * reachable by the registry but have no web servers (such as those inside 2001::/23) are left out as well.
 * The Helm chart's network policy has the same blocks; `infra/deploy/kubernetes/chart.test.ts` compares them.
 */
export const publicRanges = {
  ipv4: {
    within: '0.0.0.0/0',
    except: [
      '0.0.0.0/8', // this network
      '10.0.0.0/8', // private
      '100.64.0.0/10', // shared by carriers
      '127.0.0.0/8', // loopback
      '168.63.129.16/32', // Azure's host agent: a public number that never leaves the host
      '169.254.0.0/16', // link-local, and the metadata of most clouds
      '172.16.0.0/12', // private
      '192.0.0.0/24', // protocol assignments
      '192.0.2.0/24', // documentation
      '192.88.99.0/24', // 6to4 relays
      '192.168.0.0/16', // private
      '198.18.0.0/15', // benchmarks
      '198.51.100.0/24', // documentation
      '203.0.113.0/24', // documentation
      '224.0.0.0/4', // multicast
      '240.0.0.0/4', // reserved, and broadcast
    ],
  },
  ipv6: {
    // All that is assigned as global unicast. Outside are ::/96 and 64:ff9b::/96, which carry IPv4 addresses,
    // the private, link-local and multicast ones, and the unassigned ones.
    within: '2000::/3',
    except: [
      '2001::/23', // protocol assignments, Teredo among them
      '2001:db8::/32', // documentation
      '2002::/16', // 6to4, which carries IPv4 addresses
      '3fff::/20', // documentation
    ],
  },
} as const;
