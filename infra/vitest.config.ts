import { packageTests } from './test/vitest-config.ts';

export default packageTests('infra');
