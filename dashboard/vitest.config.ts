import { packageTests } from '../infra/testing/suite/vitest-config.ts';

export default packageTests('dashboard');
