import { hash } from 'node:crypto';

/** 40 hex digits. */
export function sha1(text: string): string {
  return hash('sha1', text);
}
