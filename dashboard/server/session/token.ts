import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { LoginSettings } from '../settings.ts';
import { sessionKey } from './signing-keys.ts';

/** What a logged-in user may do. */
export type Role = 'command' | 'read';

/** A login. */
export interface OpenSession {
  id: string;
  role: Role;
  expiresAtMs: number;
}

const ISSUER = 'feedflow-dashboard';
const ALGORITHM = 'HS256';

/** A signed token with the role of its bearer and an expiry time. */
export function sealSession(role: Role, login: LoginSettings): Promise<string> {
  return sealToken({ role, jti: randomUUID() }, ISSUER, login.sessionHours, sessionKey(login));
}

/** The session of a token; null for a foreign, modified or expired token. */
export async function openSession(token: string, login: LoginSettings): Promise<OpenSession | null> {
  const payload = await openToken(token, ISSUER, sessionKey(login));
  if (!payload?.exp || !payload.jti) return null;
  const role = payload['role'];
  if (role !== 'command' && role !== 'read') return null;
  return { id: payload.jti, role, expiresAtMs: payload.exp * 1_000 };
}

/** Signs a token that expires after `lifetimeHours`. @param issuer distinguishes the kinds of tokens */
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

/** The payload of a token; null for another issuer or key, or a modified or expired token. */
export async function openToken(token: string, issuer: string, key: Uint8Array): Promise<JWTPayload | null> {
  try {
    const options = { algorithms: [ALGORITHM], issuer, requiredClaims: ['exp'] };
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
