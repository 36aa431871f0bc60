import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { sharedWasmArgs } from '../../dev/processes/process-args.ts';

/**
 * The vitest settings that every package shares.
 *
 * @param packageName names the package's reports, which `npm test` and `npm run coverage` add up
 * @param options retry: how often a failed test runs again, 0 by default; `npm test` lists the tests that needed it.
 *   setupFiles: run before each test file
 */
export function packageTests(
  packageName: string,
  { retry = 0, setupFiles = [] }: { retry?: number; setupFiles?: string[] } = {},
): ViteUserConfig {
  const reportFolder = process.env['FEEDFLOW_TEST_REPORTS'];
  return defineConfig({
    test: {
      globalSetup: join(import.meta.dirname, '../../dev/services/vitest-setup.ts'),
      setupFiles: [join(import.meta.dirname, 'property-errors.ts'), ...setupFiles],
      include: ['**/*.test.ts', '**/*.test.tsx'],
      exclude: ['**/node_modules/**', '**/.next/**'],
      passWithNoTests: true,
      // Processes, not threads: tests start and signal processes of their own.
      pool: 'forks',
      execArgv: sharedWasmArgs,
      // Importing what a file needs takes longer than most files' tests, so a worker keeps its modules for the next
      // file. Nothing connects or reads the environment on import.
      isolate: false,
      maxWorkers: 2,
      // Generous timeouts: a busy machine takes seconds to start a process.
      testTimeout: 90_000,
      retry,
      hookTimeout: 60_000,
      expect: { poll: { interval: 50, timeout: 40_000 } },
      // A failed property shows its values in its message alone.
      chaiConfig: { truncateThreshold: 2000 },
      reporters: reportFolder ? ['default', 'json'] : ['default'],
      ...(reportFolder ? { outputFile: { json: join(reportFolder, `${packageName}.json`) } } : {}),
      // Used with `--coverage`. Processes that a test starts are not measured.
      coverage: {
        include: ['{src,app,components,lib,server}/**/*.{ts,tsx}'],
        exclude: ['**/*.test.*'],
        reporter: ['json-summary'],
        reportsDirectory: join(reportFolder ?? '.feedflow', 'coverage', packageName),
      },
    },
  });
}
