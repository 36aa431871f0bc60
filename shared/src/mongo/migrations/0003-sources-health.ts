import { fillAbsent } from './fill-absent.ts';
import type { Migration } from './migration.ts';

/** Sources from before failures were counted begin with none. */
export const sourcesHealth: Migration = {
  name: '0003-sources-health',
  collection: 'sources',
  version: 1,
  olderMayRun: true,
  up: (context) =>
    fillAbsent(context, 'sources', {
      failuresInARow: 0,
      disabledReason: null,
      movedTo: null,
    }),
};
