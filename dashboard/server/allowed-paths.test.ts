import { operationNames, paths } from '@feedflow/shared/api/paths';
import { expect, test } from 'vitest';
import { browserPath } from '../lib/api/browser-path.ts';
import { apiTargetFor } from './allowed-paths.ts';

test.each([
  ['POST', '/api/import-logs/0123456789abcdef01234567/rerun'],
  ['POST', '/api/import-logs/0123456789abcdef01234567/cancel'],
  ['GET', '/api/import-logs.csv'],
  ['GET', '/api/import-logs/0123456789abcdef01234567/records/17/raw'],
  ['PATCH', '/api/sources/Acme%20%C3%84rzte'],
  ['DELETE', '/api/sources/a.b-c_d'],
  ['GET', "/api/sources/O'Reilly%20(DE)%20%26%20Co"],
  ['POST', '/api/sources/Acme/disable'],
  ['DELETE', "/api/acknowledgements/source-O'Reilly%20(DE)%20%26%20Co"],
])('%s %s is passed on as it is', (method, path) => {
  expect(apiTargetFor(method, path)?.path).toBe(path);
});

test.each([
  ['GET', '/api/openapi.json'],
  ['GET', '/api/import-logs/0123456789abcdef01234567/records/x/raw'],
  ['DELETE', '/api/audit'],
  ['DELETE', '/api/sources'],
  ['POST', '/api/sources/Acme/other'],
  ['PATCH', '/api/sources/a%2Fb'],
  ['PATCH', '/api/sources/a%5Cb'],
  ['PATCH', '/api/sources/..'],
  ['PATCH', '/api/sources/%2E%2E'],
  ['POST', '/api/sources/%2e%2e/enable'],
  ['DELETE', '/api/import-logs/0123456789abcdef01234567'],
])('%s %s is not', (method, path) => expect(apiTargetFor(method, path)).toBeNull());

test('passes on these routes of the API and no other', () => {
  const sample: Record<string, string> = {
    runId: '0123456789abcdef01234567',
    name: 'Acme',
    item: 'source-Acme',
    batchIndex: '7',
    position: '17',
    dedupeKey: '0123456789abcdef0123456789abcdef01234567',
    file: 'start.js',
    format: 'ndjson',
  };
  const passedOn = operationNames.filter((name) => {
    const [method, path] = paths[name];
    const filled = browserPath(path).replace(/:(\w+)/g, (_, param) => sample[param] ?? '');
    // A page opens the stream at a route of its own.
    return name !== 'followRuns' && apiTargetFor(method, filled);
  });
  expect(passedOn).toEqual([
    'checkHealth',
    'getSession',
    'listSources',
    'exportSources',
    'addSource',
    'getSource',
    'getSourceQuality',
    'changeSource',
    'removeSource',
    'listUnmappedValues',
    'renameSource',
    'enableSource',
    'disableSource',
    'previewFeed',
    'startImport',
    'exportRuns',
    'listRuns',
    'getRun',
    'listRunEvents',
    'listBatches',
    'getBatch',
    'mapBatches',
    'groupFailures',
    'exportFailures',
    'readRawRecord',
    'listHeldJobs',
    'rerunBatches',
    'cancelRun',
    'confirmRemoval',
    'getRunStats',
    'exportJobs',
    'listJobs',
    'countJobs',
    'getJob',
    'listAcknowledgements',
    'acknowledge',
    'removeAcknowledgement',
    'listAudit',
    'listSettings',
  ]);
});
