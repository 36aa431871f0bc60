import { packageTests } from '../infra/test/vitest-config.ts';

export default packageTests('dashboard');
