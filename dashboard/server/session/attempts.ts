import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from './token.ts';

/** Wrong passwords of one client that cost it nothing. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A client that tries no more is forgotten after this. */
const FORGET_MS = 15 * 60_000;
const MAX_CLIENTS = 10_000;

/** Tries of all strangers together: so many, and so many more each minute, slow nobody down. */
const FREE_TRIES_IN_ALL = 20;
const FORGIVEN_PER_MINUTE = 20;
const MAX_COUNTED_IN_ALL = 100;
const DELAY_PER_TRY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
const MAX_WAITING = 100;

/** Who tries to log in. */
export interface LoginClient {
  /** The network that the request came from. */
  network: string;
  /** Whether somebody has logged in with this browser before. */
  isKnownBrowser: boolean;
}

export interface Attempts {
  /**
   * Counts a try, and holds it up for at most 2 s while many strangers try.
   *
   * @returns how many seconds to wait before the next try, or null where this one is allowed
   */
  begin(client: LoginClient): Promise<number | null>;
  /** Takes a try back that turned out to be right. */
  succeed(client: LoginClient, role: Role): void;
  /** How many tries of a client are counted: wrong passwords, but for those under way. */
  triesOf(client: LoginClient): number;
}

interface Tries {
  count: number;
  lastAtMs: number;
}

/**
 * Bounds how often passwords can be guessed, within this process, so that a flood of guesses slows itself down and
 * nobody else:
 *
 * - Each client (a network) has to wait longer after each wrong password, up to a minute.
 * - Tries of all strangers together are held up before their password is looked at, up to 2 s each; at most 100 wait
 *   at a time.
 * - Browsers that somebody has logged in with before are counted apart from strangers, and never held up by them.
 */
export function createAttempts(
  deps = { now: Date.now, sleep: (ms: number): Promise<void> => sleep(ms) },
): Attempts {
  const byClient = new Map<string, Tries>();
  let inAll = 0;
  let forgivenAtMs = deps.now();
  let waiting = 0;

  function triesOf(client: LoginClient): Tries {
    const tries = byClient.get(keyOf(client));
    const isRecent = tries && tries.lastAtMs > deps.now() - FORGET_MS;
    return isRecent ? tries : { count: 0, lastAtMs: 0 };
  }

  function note(client: LoginClient, tries: Tries): void {
    const key = keyOf(client);
    // Inserted again, so that the first of the map is the one that has been quiet for longest.
    byClient.delete(key);
    if (tries.count > 0) byClient.set(key, tries);
    const [quietest] = byClient.keys();
    if (byClient.size > MAX_CLIENTS && quietest !== undefined) byClient.delete(quietest);
  }

  /** How long a stranger is held up now. */
  function delayMs(): number {
    const now = deps.now();
    inAll = Math.max(0, inAll - ((now - forgivenAtMs) * FORGIVEN_PER_MINUTE) / 60_000);
    forgivenAtMs = now;
    return Math.min(LONGEST_DELAY_MS, Math.max(0, inAll - FREE_TRIES_IN_ALL) * DELAY_PER_TRY_MS);
  }

  async function holdUp(ms: number): Promise<void> {
    waiting += 1;
    await deps.sleep(ms);
    waiting -= 1;
  }

  return {
    async begin(client) {
      const { count, lastAtMs } = triesOf(client);
      const waitMs = count === 0 ? 0 : lastAtMs + waitAfter(count) - deps.now();
      if (waitMs > 0) return Math.ceil(waitMs / 1_000);
      const heldUpMs = client.isKnownBrowser ? 0 : delayMs();
      if (heldUpMs > 0 && waiting >= MAX_WAITING) return LONGEST_DELAY_MS / 1_000;
      note(client, { count: count + 1, lastAtMs: deps.now() });
      if (!client.isKnownBrowser) inAll = Math.min(MAX_COUNTED_IN_ALL, inAll + 1);
      if (heldUpMs > 0) await holdUp(heldUpMs);
      return null;
    },
    succeed(client, role) {
      const { count, lastAtMs } = triesOf(client);
      // Who may only read could else guess the other password, and log in between guesses to be forgiven.
      note(client, { count: role === 'command' ? 0 : Math.max(0, count - 1), lastAtMs });
      if (!client.isKnownBrowser) inAll = Math.max(0, inAll - 1);
    },
    triesOf: (client) => triesOf(client).count,
  };
}

function keyOf({ network, isKnownBrowser }: LoginClient): string {
  return isKnownBrowser ? `known ${network}` : network;
}

function waitAfter(tries: number): number {
  if (tries < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - FREE_TRIES));
}
