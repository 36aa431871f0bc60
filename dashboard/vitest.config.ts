import { packageTests } from '../infra/testing/suite/vitest-config.ts';

// A browser on a machine with two busy cores may miss a click or draw a page too late.
export default packageTests('dashboard', { retry: 1, setupFiles: ['tests/report-failures.ts'] });
