import { createHmac, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { LoginSettings } from '../settings.ts';

/** What somebody who is let in may do. */
export type Role = 'command' | 'read';

const ISSUER = 'feedflow-dashboard';
const ALGORITHM = 'HS256';

/** A signed token that says what its bearer may do, and until when. */
export async function sealSession(role: Role, login: LoginSettings): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime(`${login.sessionHours} hours`)
    .sign(signingKey(login));
}

/** What the bearer of a token may do; null for one that is not ours, was changed or has run out. */
export async function openSession(token: string, login: LoginSettings): Promise<Role | null> {
  try {
    const { payload } = await jwtVerify(token, signingKey(login), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      requiredClaims: ['exp'],
    });
    return payload['role'] === 'command' || payload['role'] === 'read' ? payload['role'] : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** The passwords are part of the key, so that changing one ends the sessions that it let in. */
function signingKey({ password, readPassword, sessionSecret }: LoginSettings): Uint8Array {
  return createHmac('sha256', sessionSecret ?? secretOfThisProcess())
    .update(JSON.stringify([password, readPassword]))
    .digest();
}

const SECRET = Symbol.for('feedflow.dashboard.session-secret');

/** Kept with the process, not with the module: Next loads proxy and routes as bundles of their own. */
function secretOfThisProcess(): string {
  const store = globalThis as { [SECRET]?: string };
  store[SECRET] ??= randomBytes(32).toString('base64url');
  return store[SECRET];
}
