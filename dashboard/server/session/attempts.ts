import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from './token.ts';

/** Wrong passwords of one client that have no delay. */
const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** The wrong passwords of an inactive client are forgotten after this time. */
const FORGET_MS = 15 * 60_000;
const MAX_CLIENTS = 10_000;

/** Attempts of all unknown browsers together that have no delay, at first and in addition per minute. */
const FREE_ATTEMPTS_IN_TOTAL = 20;
const FORGIVEN_PER_MINUTE = 20;
const MAX_COUNTED_IN_TOTAL = 100;
const DELAY_PER_ATTEMPT_MS = 50;
const LONGEST_DELAY_MS = 2_000;
const MAX_WAITING = 100;

/** The client of a login attempt. */
export interface LoginClient {
  /** The network that the request came from. */
  network: string;
  /** Whether this browser has logged in before. */
  isKnownBrowser: boolean;
}

export interface Attempts {
  /**
   * Counts an attempt, and delays it by at most 2 s while there are many attempts of unknown browsers.
   *
   * @returns how many seconds to wait before the next attempt, or null if this one is allowed
   */
  begin(client: LoginClient): Promise<number | null>;
  /** Takes back an attempt whose password was right. */
  succeed(client: LoginClient, role: Role): void;
  /** The counted attempts of a client: its wrong passwords and the attempts in progress. */
  attemptsOf(client: LoginClient): number;
}

interface Counted {
  count: number;
  lastAtMs: number;
}

/**
 * Limits how often passwords can be guessed, within this process, so that a flood of guesses delays only itself:
 *
 * - Each client (a network) has to wait longer after each wrong password, up to a minute.
 * - The attempts of all unknown browsers together are delayed before their password is checked, up to 2 s each; at
 *   most 100 wait at a time.
 * - Browsers that have logged in before are counted separately and never delayed by others.
 */
export function createAttempts(
  deps = { now: Date.now, sleep: (ms: number): Promise<void> => sleep(ms) },
): Attempts {
  const byClient = new Map<string, Counted>();
  let inTotal = 0;
  let forgivenAtMs = deps.now();
  let waiting = 0;

  function attemptsOf(client: LoginClient): Counted {
    const tries = byClient.get(keyOf(client));
    const isRecent = tries && tries.lastAtMs > deps.now() - FORGET_MS;
    return isRecent ? tries : { count: 0, lastAtMs: 0 };
  }

  function record(client: LoginClient, tries: Counted): void {
    const key = keyOf(client);
    // Inserted again, so that the first in the map is the one inactive for longest.
    byClient.delete(key);
    if (tries.count > 0) byClient.set(key, tries);
    const [quietest] = byClient.keys();
    if (byClient.size > MAX_CLIENTS && quietest !== undefined) byClient.delete(quietest);
  }

  /** The current delay of an attempt of an unknown browser. */
  function delayMs(): number {
    const now = deps.now();
    inTotal = Math.max(0, inTotal - ((now - forgivenAtMs) * FORGIVEN_PER_MINUTE) / 60_000);
    forgivenAtMs = now;
    return Math.min(LONGEST_DELAY_MS, Math.max(0, inTotal - FREE_ATTEMPTS_IN_TOTAL) * DELAY_PER_ATTEMPT_MS);
  }

  async function delay(ms: number): Promise<void> {
    waiting += 1;
    await deps.sleep(ms);
    waiting -= 1;
  }

  return {
    async begin(client) {
      const { count, lastAtMs } = attemptsOf(client);
      const waitMs = count === 0 ? 0 : lastAtMs + waitAfter(count) - deps.now();
      if (waitMs > 0) return Math.ceil(waitMs / 1_000);
      const waitBeforeMs = client.isKnownBrowser ? 0 : delayMs();
      if (waitBeforeMs > 0 && waiting >= MAX_WAITING) return LONGEST_DELAY_MS / 1_000;
      record(client, { count: count + 1, lastAtMs: deps.now() });
      if (!client.isKnownBrowser) inTotal = Math.min(MAX_COUNTED_IN_TOTAL, inTotal + 1);
      if (waitBeforeMs > 0) await delay(waitBeforeMs);
      return null;
    },
    succeed(client, role) {
      const { count, lastAtMs } = attemptsOf(client);
      // Otherwise a read-only user could guess the other password and reset the count by logging in between guesses.
      record(client, { count: role === 'command' ? 0 : Math.max(0, count - 1), lastAtMs });
      if (!client.isKnownBrowser) inTotal = Math.max(0, inTotal - 1);
    },
    attemptsOf: (client) => attemptsOf(client).count,
  };
}

function keyOf({ network, isKnownBrowser }: LoginClient): string {
  return isKnownBrowser ? `known ${network}` : network;
}

function waitAfter(tries: number): number {
  if (tries < FREE_ATTEMPTS) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - FREE_ATTEMPTS));
}
