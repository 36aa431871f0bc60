/**
 * What Node is given to run a worker. V8 sizes its heap by the machine's memory and would let garbage grow
 * to 400 MB; bounded like this alone it would mark all of the heap anew for every few megabytes that come in
 * from the network, which doubled what an unchanged feed costs: hence the percentage.
 * `npm run start:worker` has the same flags.
 */
export const workerArgs = [
  '--max-old-space-size=256',
  '--max-semi-space-size=8',
  '--heap-growing-percent=100',
  'pipeline/src/bin/worker.ts',
];

/**
 * One pool of memory for all threads: glibc's one per thread took a worker 30 MB more. And more threads of libuv's
 * than its four, of which it gives half to DNS look-ups: two names whose servers are silent would hold up those of
 * all other feeds.
 */
export const workerEnv = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '16' };
