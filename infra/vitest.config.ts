import { packageTests } from './testing/suite/vitest-config.ts';

export default packageTests('infra');
