import { defineConfig } from 'vitest/config';

/**
 * The fault suite: real processes, killed, stopped, frozen and disconnected. Separate from the other tests,
 * because it takes minutes and much of the CPU. FAULT_SEED repeats a failure, FAULT_RECORDS changes its size,
 * FAULT_MINUTES sets how long the test of hostile feeds runs, FAULT_SOURCES how many sources are due in the same
 * second.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.fault.ts'],
    pool: 'forks',
    // Each file has services of its own; two at a time are enough for a small machine.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
