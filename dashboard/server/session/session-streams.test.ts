import { expect, test } from 'vitest';
import { createSessionStreams } from './session-streams.ts';
import type { OpenSession, Role } from './token.ts';

const session = (id: string, role: Role): OpenSession => ({ id, role, expiresAtMs: 0 });

test('limits streams per session, and of all read-only sessions together', () => {
  const streams = createSessionStreams({ perSession: 2, ofReaders: 3 });
  const opened: AbortController[] = [];
  const add = (id: string, role: Role) => {
    const stream = new AbortController();
    opened.push(stream);
    return streams.add(session(id, role), stream);
  };
  expect([add('a', 'read'), add('a', 'read'), add('a', 'read')]).toEqual([true, true, false]);
  expect([add('b', 'read'), add('b', 'read'), add('c', 'read')]).toEqual([true, false, false]);
  expect([add('d', 'command'), add('e', 'command')]).toEqual([true, true]);
  streams.endOf('a');
  expect(opened.map(({ signal }) => signal.aborted).filter(Boolean)).toHaveLength(2);
  expect([add('c', 'read'), add('a', 'read'), add('b', 'read')]).toEqual([true, true, false]);
  for (const stream of opened) stream.abort();
  expect([add('a', 'read'), add('b', 'read'), add('c', 'read'), add('d', 'read')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
