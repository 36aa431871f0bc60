/**
 * The arguments of Node for a worker. V8 sizes its heap by the machine's memory and would let garbage grow to
 * 400 MB. With these limits alone it would mark the whole heap again for every few megabytes from the network,
 * which doubled the cost of an unchanged feed: hence the percentage. And it would allocate jobs, and with them the texts
 * of their records, in the old generation, since those of a feed's sample live long: collecting them took a fifth of the
 * time of a first import.
 * `npm run start:worker` has the same flags.
 */
export const workerArgs = [
  '--max-old-space-size=256',
  '--max-semi-space-size=4',
  '--heap-growing-percent=70',
  '--no-allocation-site-pretenuring',
  'pipeline/src/bin/worker.ts',
];

/**
 * One pool of memory for all threads: with glibc's one per thread a worker used 30 MB more. And more threads of libuv
 * than its default of four, half of which serve DNS look-ups: two names whose servers do not respond would delay
 * those of all other feeds.
 */
export const workerEnv = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '16' };
