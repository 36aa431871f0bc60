/**
 * Method and path of every route of the API, by the name of its operation. Where two paths match a request, the
 * first one counts. This file imports nothing, so that a browser can load it; what else there is to know about a
 * route is in `contract.ts`.
 */
export const paths = {
  checkHealth: ['GET', '/health'],
  checkLiveness: ['GET', '/health/live'],
  checkReadiness: ['GET', '/health/ready'],
  getSession: ['GET', '/api/session'],
  endSession: ['DELETE', '/api/session'],
  listSources: ['GET', '/api/sources'],
  exportSources: ['GET', '/api/sources.json'],
  addSource: ['POST', '/api/sources'],
  getSource: ['GET', '/api/sources/:name'],
  getSourceQuality: ['GET', '/api/sources/:name/quality'],
  changeSource: ['PATCH', '/api/sources/:name'],
  removeSource: ['DELETE', '/api/sources/:name'],
  listUnmappedValues: ['GET', '/api/sources/:name/unmapped-values'],
  renameSource: ['POST', '/api/sources/:name/rename'],
  enableSource: ['POST', '/api/sources/:name/enable'],
  disableSource: ['POST', '/api/sources/:name/disable'],
  previewFeed: ['POST', '/api/sources/preview'],
  startImport: ['POST', '/api/import/run'],
  followRuns: ['GET', '/api/import-logs/stream'],
  exportRuns: ['GET', '/api/import-logs.csv'],
  listRuns: ['GET', '/api/import-logs'],
  getRun: ['GET', '/api/import-logs/:runId'],
  listRunEvents: ['GET', '/api/import-logs/:runId/events'],
  listBatches: ['GET', '/api/import-logs/:runId/batches'],
  getBatch: ['GET', '/api/import-logs/:runId/batches/:batchIndex'],
  mapBatches: ['GET', '/api/import-logs/:runId/batch-map'],
  groupFailures: ['GET', '/api/import-logs/:runId/failures'],
  exportFailures: ['GET', '/api/import-logs/:runId/failures.ndjson'],
  readRawRecord: ['GET', '/api/import-logs/:runId/records/:position/raw'],
  listHeldJobs: ['GET', '/api/import-logs/:runId/held-jobs'],
  rerunBatches: ['POST', '/api/import-logs/:runId/rerun'],
  cancelRun: ['POST', '/api/import-logs/:runId/cancel'],
  confirmRemoval: ['POST', '/api/import-logs/:runId/confirm-removal'],
  getRunStats: ['GET', '/api/stats/runs'],
  getRemovedRuns: ['GET', '/api/stats/removed-runs'],
  followChanges: ['GET', '/api/changes/stream'],
  listChanges: ['GET', '/api/changes'],
  exportJobs: ['GET', '/api/jobs.:format'],
  listJobs: ['GET', '/api/jobs'],
  countJobs: ['GET', '/api/jobs/count'],
  getJob: ['GET', '/api/jobs/:dedupeKey'],
  listAcknowledgements: ['GET', '/api/acknowledgements'],
  acknowledge: ['POST', '/api/acknowledgements'],
  removeAcknowledgement: ['DELETE', '/api/acknowledgements/:item'],
  listAudit: ['GET', '/api/audit'],
  noteLogin: ['POST', '/api/audit/logins'],
  listSettings: ['GET', '/api/settings'],
  describeApi: ['GET', '/api/openapi.json'],
  readDocs: ['GET', '/api/docs'],
  readDocsFile: ['GET', '/api/docs/:file'],
} as const;

export type OperationName = keyof typeof paths;

/** The names in a path that stand for a value: `runId` of /api/import-logs/:runId/batches. */
type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | NamesIn<Tail>
    : Rest
  : never;

export type ParamName<Name extends OperationName> = NamesIn<(typeof paths)[Name][1]>;

export const operationNames = Object.keys(paths) as OperationName[];
