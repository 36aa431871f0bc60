/**
 * The arguments of Node for each process, in the folder of the repository. `npm run start:worker` and the images have
 * the same.
 *
 * V8 sizes its heap by the machine's memory and would let garbage grow to several times of what a process needs: in an
 * hour of use an API of 180 MB took 400 MB, and a dashboard of 260 MB took 590.
 */
export const heapArgs = ['--max-semi-space-size=4', '--heap-growing-percent=70'];

/**
 * Where Node keeps compiled modules, in the folder of `npm start`'s data. With it worker, scheduler and API start in
 * two thirds to three quarters of the CPU time and take 14 to 20 MB less, since their TypeScript is not parsed again.
 */
export const compileCacheFolder = 'compile-cache';

export const schedulerArgs = [...heapArgs, 'pipeline/src/bin/scheduler.ts'];
export const apiArgs = [...heapArgs, 'api/src/bin/api.ts'];
export const dashboardArgs = (host: string, port: number | string) => [
  ...heapArgs,
  'node_modules/next/dist/bin/next',
  'start',
  'dashboard',
  '--hostname',
  host,
  '--port',
  String(port),
];

/**
 * For processes in which several threads receive HTTP responses: undici parses these by WebAssembly. After a thousand
 * calls V8 compiles the wrappers of what such a module calls again and frees the earlier ones, which all threads share.
 * In two runs of the tests this ended the process (Node 24.21, V8 13.6.233: "Check failed: jit_page.has_value()" in
 * `ThreadIsolation::UnregisterWasmAllocation`). With this budget it is not done.
 */
export const sharedWasmArgs = ['--wasm-wrapper-tiering-budget=2147483647'];

/**
 * With a limit of the heap alone V8 would mark the whole heap of a worker again for every few megabytes from the
 * network, which doubled the cost of an unchanged feed: hence the percentage. And it would allocate jobs, and with them
 * the texts of their records, in the old generation, since those of a feed's sample live long: collecting them took a
 * fifth of the time of a first import.
 */
export const workerArgs = [
  '--max-old-space-size=256',
  ...heapArgs,
  '--no-allocation-site-pretenuring',
  ...sharedWasmArgs,
  'pipeline/src/bin/worker.ts',
];

/**
 * One pool of memory for all threads: with glibc's one per thread a worker used 30 MB more. And more threads of libuv
 * than its default of four, half of which serve DNS look-ups: two names whose servers do not respond would delay
 * those of all other feeds.
 */
export const workerEnv = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '16' };
