import { MINUTE_MS } from '@feedflow/shared/durations';
import { logWarning } from '../log.ts';

const LINES_PER_MINUTE = 20;
const MAX_ADDRESSES = 1_000;

export interface RefusedLogin {
  /** The client's address. */
  address: string;
  /** The number of wrong passwords from its network. */
  wrongPasswords: number;
  code: 'password-wrong' | 'too-many-requests';
  requestId: string;
}

export interface RefusedLogins {
  /** Logs a refused login, or only counts it after many in the same minute. */
  record(refused: RefusedLogin): void;
}

/** Logs refused logins: the first 20 of a minute one by one, the number of the others at its end. */
export function createRefusedLogins(log = logWarning): RefusedLogins {
  let lines = 0;
  let more = 0;
  const addresses = new Set<string>();

  function endMinute(): void {
    if (more > 0) log('more logins were refused', { refused: more, addresses: addresses.size });
    lines = 0;
    more = 0;
    addresses.clear();
  }

  return {
    record: (refused) => {
      if (lines === 0) setTimeout(endMinute, MINUTE_MS).unref();
      if (lines < LINES_PER_MINUTE) {
        lines += 1;
        log('a login was refused', { ...refused });
        return;
      }
      more += 1;
      if (addresses.size < MAX_ADDRESSES) addresses.add(refused.address);
    },
  };
}
