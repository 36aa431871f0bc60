import fc from 'fast-check';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';

export const SOURCES = 4;
const CLIENTS = 50;
const COMMANDS = 8;
const EVENTS = 16;
/** Clients act on one of the newest runs of a source. */
const RECENT_RUNS = 3;

/**
 * The feeds that a source has in turn. The third lacks so many jobs of the others that to close them takes a
 * confirmation.
 */
export const EDITIONS = [
  { records: 400, seed: 1 },
  { records: 400, seed: 1, changed: 90 },
  { records: 120, seed: 1, changed: 20 },
  { records: 380, seed: 1, from: 60, duplicates: 8 },
] as const satisfies FeedRequest[];

const source = fc.nat(SOURCES - 1);

const command = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('start' as const), source, full: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('start all' as const) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      does: fc.oneof(
        { weight: 1, arbitrary: fc.constant('cancel' as const) },
        { weight: 20, arbitrary: fc.constantFrom('re-run' as const, 'confirm' as const) },
      ),
      source,
      /** 0: the newest run. */
      age: fc.nat(RECENT_RUNS - 1),
    }),
  },
);

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('change the feed' as const),
      source,
      edition: fc.constantFrom(...EDITIONS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('remove the feed' as const), source }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('kill a worker' as const), worker: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constantFrom('refuse jobs' as const, 'accept jobs' as const) }),
  },
);

const script = <T>(act: fc.Arbitrary<T>, length: number, maxPauseMs: number) =>
  fc.array(fc.record({ pauseMs: fc.nat(maxPauseMs), act }), { minLength: length, maxLength: length });

export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
export type FeedEvent = typeof event extends fc.Arbitrary<infer T> ? T : never;
/** What one client, or the world around them, does in order, each after a pause. */
export type Script<T> = { pauseMs: number; act: T }[];

export interface ClientRound {
  clients: Script<Command>[];
  events: Script<FeedEvent>;
}

/** What 50 clients do at once, and what happens to feeds, MongoDB and workers meanwhile. */
export const clientRound: fc.Arbitrary<ClientRound> = fc.record({
  clients: fc.array(script(command, COMMANDS, 2_500), { minLength: CLIENTS, maxLength: CLIENTS }),
  events: script(event, EVENTS, 1_200),
});
