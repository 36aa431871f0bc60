import { createHash, timingSafeEqual } from 'node:crypto';
import type { LoginSettings } from '../settings.ts';
import type { Role } from './token.ts';

/**
 * The role of a password; null for a wrong one. It always compares all hashes, so that the time taken reveals nothing
 * about a password or its length.
 */
export function roleOfPassword(given: string, login: LoginSettings): Role | null {
  const digestGiven = digest(given);
  const commands = timingSafeEqual(digestGiven, digest(login.password));
  const reads = timingSafeEqual(digestGiven, digest(login.readPassword ?? login.password));
  return commands ? 'command' : reads && login.readPassword !== null ? 'read' : null;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
