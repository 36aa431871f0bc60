import type { ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';

/** What comparing a feed with its last import needs from MongoDB. */
export interface ComparisonStore {
  importManifests: Pick<
    ImportManifests,
    'findLast' | 'distrust' | 'digests' | 'segments' | 'putPart' | 'putKeys' | 'keys' | 'save' | 'drop'
  >;
  jobs: Pick<Jobs, 'countOpen' | 'openAmong' | 'openJobs'>;
}
