import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { LoginSettings } from '../settings.ts';
import { sessionKey } from './signing-keys.ts';

/** What somebody who is let in may do. */
export type Role = 'command' | 'read';

/** A login. */
export interface OpenSession {
  id: string;
  role: Role;
  expiresAtMs: number;
}

const ISSUER = 'feedflow-dashboard';
const ALGORITHM = 'HS256';

/** A signed token that says what its bearer may do, and until when. */
export function sealSession(role: Role, login: LoginSettings): Promise<string> {
  return sealToken({ role, jti: randomUUID() }, ISSUER, login.sessionHours, sessionKey(login));
}

/** The session of a token's bearer; null for a token that is not ours, was changed or has run out. */
export async function openSession(token: string, login: LoginSettings): Promise<OpenSession | null> {
  const payload = await openToken(token, ISSUER, sessionKey(login));
  if (!payload?.exp || !payload.jti) return null;
  const role = payload['role'];
  if (role !== 'command' && role !== 'read') return null;
  return { id: payload.jti, role, expiresAtMs: payload.exp * 1_000 };
}

/** Signs a token that is good for so many hours. @param issuer tells tokens of different kinds apart */
export function sealToken(
  payload: JWTPayload,
  issuer: string,
  lifetimeHours: number,
  key: Uint8Array,
): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeHours} hours`)
    .sign(key);
}

/** What a token says; null for one of another issuer or key, one that was changed, or one that has run out. */
export async function openToken(token: string, issuer: string, key: Uint8Array): Promise<JWTPayload | null> {
  try {
    const options = { algorithms: [ALGORITHM], issuer, requiredClaims: ['exp'] };
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
