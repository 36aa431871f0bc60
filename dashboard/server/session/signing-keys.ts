import { createHmac, randomBytes } from 'node:crypto';
import { processWide } from '../process-wide.ts';
import type { LoginSettings } from '../settings.ts';

/** Signs sessions. The passwords are part of the key, so that changing one ends its sessions. */
export function sessionKey(login: LoginSettings): Uint8Array {
  return keyFor(login, JSON.stringify([login.password, login.readPassword]));
}

/** Signs the token of a known browser. It stays valid after a password change, when guesses are likely. */
export function knownBrowserKey(login: LoginSettings): Uint8Array {
  return keyFor(login, 'known browser');
}

function keyFor({ sessionSecret }: LoginSettings, purpose: string): Uint8Array {
  return createHmac('sha256', sessionSecret ?? secretOfThisProcess())
    .update(purpose)
    .digest();
}

function secretOfThisProcess(): string {
  return processWide('session-secret', () => randomBytes(32).toString('base64url'));
}
