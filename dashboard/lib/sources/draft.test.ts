import { expect, test } from 'vitest';
import type { SourceItem } from '../api/types.ts';
import {
  changeOf,
  draftOf,
  faultsByField,
  keptSecretsMove,
  newSourceOf,
  overwrittenFields,
  previewOf,
} from './draft.ts';

const source: SourceItem = {
  name: 'Acme',
  url: 'https://acme.example/jobs.xml',
  schedule: null,
  intervalMinutes: 60,
  timezone: 'UTC',
  enabled: true,
  dialect: null,
  mapping: null,
  filter: null,
  values: null,
  headerNames: ['X-Key', 'X-Other'],
  hasBasicAuth: true,
  lastRun: null,
  lastSuccess: null,
  lastChange: null,
  failuresInARow: 0,
  failing: false,
  closing: { missing: false, expired: false, afterDays: null },
  removeVanished: false,
  missedRuns: 'catch-up',
  failureThreshold: { percent: 1, records: 5 },
  quality: null,
  health: { level: 'healthy', reasons: [] },
  movedTo: null,
  identity: null,
  volatileFields: [],
  disabledReason: null,
  http: { etag: null, lastModified: null },
  lastTickAt: null,
  skippedTicks: 0,
  lastSkippedTick: null,
  nextRuns: [],
  createdAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
};

test('a source that was only looked at is not changed, and its secrets stay', () => {
  expect(changeOf(draftOf(source), source)).toEqual({});
});

test('only what differs is sent; what was taken away is null', () => {
  const draft = {
    ...draftOf(source),
    timing: 'schedule' as const,
    schedule: ' 0 6 * * * ',
    dialect: 'indeed',
    keptHeaders: ['X-Key'],
    headers: [{ name: 'X-New', value: 'v' }],
    auth: 'none' as const,
  };
  expect(changeOf(draft, source)).toEqual({
    schedule: '0 6 * * *',
    dialect: 'indeed',
    headers: { 'X-Other': null, 'X-New': 'v' },
    basicAuth: null,
  });
});

test('a new source has a schedule or an interval, never both, and no empty parts', () => {
  const draft = { ...draftOf(null), name: ' Acme ', url: 'https://acme.example/jobs.xml' };
  const base = { name: 'Acme', url: draft.url, timezone: 'UTC', enabled: true };
  expect(newSourceOf(draft)).toEqual({ ...base, intervalMinutes: 60 });
  expect(newSourceOf({ ...draft, timing: 'schedule', schedule: '0 6 * * *' })).toEqual({
    ...base,
    schedule: '0 6 * * *',
  });
});

test('what is set already follows to another server where that is wished, and nowhere else', () => {
  const to = (url: string, changes: Partial<ReturnType<typeof draftOf>> = {}) =>
    changeOf({ ...draftOf(source), url, keepSecrets: true, ...changes }, source);
  const other = 'https://other.example/jobs.xml';
  expect(to(other)).toEqual({ url: other, keepSecrets: true });
  expect(to(other, { keepSecrets: false })).toEqual({ url: other });
  expect(to(other, { keptHeaders: [], auth: 'none' })).not.toHaveProperty('keepSecrets');
  expect(to('https://acme.example/new.xml')).toEqual({ url: 'https://acme.example/new.xml' });
  expect(to('http://acme.example/jobs.xml')).toEqual({ url: 'http://acme.example/jobs.xml' });
});

test('describes the stored secrets that the form neither replaces nor removes', () => {
  const draft = { ...draftOf(source), url: 'https://other.example/jobs.xml' };
  const server = 'https://other.example';
  const moveWith = (changes: Partial<typeof draft>) => keptSecretsMove({ ...draft, ...changes }, source);
  expect(moveWith({})).toEqual({
    fate: 'on-request',
    server,
    what: 'Headers X-Key, X-Other and user name and password',
  });
  expect(moveWith({ headers: [{ name: 'x-key', value: 'v' }], auth: 'set' })?.what).toBe('Header X-Other');
  expect(moveWith({ keptHeaders: [], auth: 'keep' })?.what).toBe('User name and password');
  expect(moveWith({ keptHeaders: [], auth: 'none' })).toBeNull();
  expect(moveWith({ url: source.url })).toBeNull();
  expect(moveWith({ url: 'https://' })).toBeNull();
  expect(moveWith({ url: 'http://acme.example/' })?.fate).toBe('dropped');
});

test('a mapping is sent as what its text means, and only where that has changed', () => {
  const mapped = { ...source, mapping: { record: 'job', fields: { title: 'name' } } };
  expect(changeOf(draftOf(mapped), mapped)).toEqual({});
  expect(changeOf({ ...draftOf(mapped), mapping: '{"record":"vacancy"}' }, mapped)).toEqual({
    mapping: { record: 'vacancy' },
  });
  expect(changeOf({ ...draftOf(mapped), mapping: ' ' }, mapped)).toEqual({ mapping: null });
  expect(changeOf({ ...draftOf(source), closeMissing: true, closeAfterDays: '30' }, source)).toEqual({
    closing: { missing: true, expired: false, afterDays: 30 },
  });
  expect(newSourceOf({ ...draftOf(null), closeExpired: false }).closing).toEqual({
    missing: true,
    expired: false,
    afterDays: null,
  });
  expect(changeOf({ ...draftOf(source), missedRuns: 'skip', failureRecords: '2' }, source)).toEqual({
    missedRuns: 'skip',
    failureThreshold: { percent: 1, records: 2 },
  });
  const draft = { ...draftOf(null), url: 'https://a.example/', mapping: '{"record":"job"}' };
  expect(previewOf(draft, null)).toEqual({ url: 'https://a.example/', mapping: { record: 'job' } });
});

test('faults of a mapping say where in it they are, all of them', () => {
  const faults = [
    'mapping.fields.title[1]: "a b" is no element name',
    'mapping.record: too short',
    'mapping: too deep',
  ];
  expect(faultsByField(faults).fields).toEqual({
    mapping: 'fields.title[1]: "a b" is no element name\nrecord: too short\ntoo deep',
  });
});

test('a preview sends the secrets that were typed, and no header without a name', () => {
  const typed = { headers: [{ name: '', value: 'x' }], auth: 'set' as const, username: 'u', password: 'p' };
  expect(previewOf({ ...draftOf(null), url: 'a.example/', ...typed }, null)).toEqual({
    url: 'https://a.example/',
    basicAuth: { username: 'u', password: 'p' },
  });
});

test('a preview of a saved source names it, and what the form replaces or removes of its secrets', () => {
  expect(previewOf(draftOf(source), source)).toEqual({ url: source.url, source: 'Acme' });
  const draft = { ...draftOf(source), keptHeaders: ['X-Key'], auth: 'none' as const };
  expect(previewOf(draft, source)).toMatchObject({ headers: { 'X-Other': null }, basicAuth: null });
});

test('the API’s faults go to their fields', () => {
  expect(faultsByField(['url: must be http', 'basicAuth.username: too short', 'odd'])).toEqual({
    fields: { url: 'must be http', basicAuth: 'too short' },
    rest: ['odd'],
  });
  expect(faultsByField(undefined)).toEqual({ fields: {}, rest: [] });
});

test('a change overwrites what another user has changed, unless both want the same', () => {
  const change = {
    url: 'https://acme.example/mine.xml',
    timezone: 'Europe/Berlin',
    dialect: 'indeed',
    headers: { 'X-Key': 'v' },
    basicAuth: null,
  };
  const now = {
    ...source,
    url: 'https://acme.example/theirs.xml',
    timezone: 'Europe/Berlin',
    headerNames: ['X-Other'],
    enabled: false,
  };
  expect(overwrittenFields(change, source, now)).toEqual(['url', 'headers']);
  expect(overwrittenFields(change, now, now)).toEqual([]);
  expect(overwrittenFields({ enabled: true }, source, now)).toEqual(['enabled']);
});
