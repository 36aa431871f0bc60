import { createHmac, randomBytes } from 'node:crypto';
import { processWide } from '../process-wide.ts';
import type { LoginSettings } from '../settings.ts';

/** Signs sessions. The passwords are part of it, so that changing one ends the sessions that it let in. */
export function sessionKey(login: LoginSettings): Uint8Array {
  return keyFor(login, JSON.stringify([login.password, login.readPassword]));
}

/** Signs what marks a browser as known. It outlives a change of password: that is when guesses may be coming in. */
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
