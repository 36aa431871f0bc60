import { defineConfig } from 'vitest/config';

/**
 * The fault suite: real processes, killed, stopped, frozen and cut off. Apart from the other tests, because
 * it takes minutes and a machine's attention. FAULT_SEED repeats a failure, FAULT_RECORDS changes its size,
 * FAULT_MINUTES says how long hostile feeds go on.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.fault.ts'],
    pool: 'forks',
    // Each file has services of its own; two at a time keep a small machine busy and no busier.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
