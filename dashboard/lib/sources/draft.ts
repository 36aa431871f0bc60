import { type Closing, closingOf, DEFAULT_CLOSING, isSameClosing } from '@feedflow/shared/model/closing';
import { defaultFailureThreshold, type FailureThreshold } from '@feedflow/shared/model/failure-threshold';
import { isSameFilter } from '@feedflow/shared/model/record-filter';
import type { NewSource, PreviewInput, SourceChange, SourceItem } from '../api/types.ts';
import { type ConditionDraft, conditionsOf, filterOf } from './filter-draft.ts';
import { readMapping } from './mapping-json.ts';
import { isQualityChanged, type QualityDraft, qualityDraftOf, qualityRulesIn } from './quality-draft.ts';
import { type SecretsMove, secretsMove } from './secrets.ts';
import { withScheme } from './url.ts';

/** The state of the form. */
export interface SourceDraft {
  name: string;
  url: string;
  timing: 'interval' | 'schedule';
  intervalMinutes: number | string;
  schedule: string;
  timezone: string;
  /** Empty: detected automatically. */
  dialect: string;
  /** JSON; empty: none. */
  mapping: string;
  conditions: ConditionDraft[];
  closeMissing: boolean;
  closeExpired: boolean;
  /** Empty: never. */
  closeAfterDays: number | string;
  missedRuns: SourceItem['missedRuns'];
  /** Failed records of a completed run: a share of the records in percent, and a number. */
  failurePercent: number | string;
  failureRecords: number | string;
  /** Limits of the quality. */
  quality: QualityDraft;
  enabled: boolean;
  /** Headers to set. */
  headers: { name: string; value: string }[];
  /** Names of stored headers to keep: their values cannot be read. */
  keptHeaders: string[];
  /** 'keep' keeps the stored user name and password. */
  auth: 'none' | 'set' | 'keep';
  username: string;
  password: string;
  /** Whether to send stored secrets to the new server when the URL changes. */
  keepSecrets: boolean;
}

/** The initial form for a source, or for a new one (null). */
export function draftOf(source: SourceItem | null): SourceDraft {
  const closing = source ? closingOf(source) : DEFAULT_CLOSING;
  return {
    name: source?.name ?? '',
    url: source?.url ?? '',
    timing: source?.schedule ? 'schedule' : 'interval',
    intervalMinutes: source?.intervalMinutes ?? 60,
    schedule: source?.schedule ?? '',
    timezone: source?.timezone ?? 'UTC',
    dialect: source?.dialect ?? '',
    mapping: source?.mapping ? JSON.stringify(source.mapping, null, 2) : '',
    conditions: conditionsOf(source?.filter ?? null),
    closeMissing: closing.missing,
    closeExpired: closing.expired,
    closeAfterDays: closing.afterDays ?? '',
    missedRuns: source?.missedRuns ?? 'catch-up',
    failurePercent: source?.failureThreshold.percent ?? defaultFailureThreshold.percent,
    failureRecords: source?.failureThreshold.records ?? defaultFailureThreshold.records,
    quality: qualityDraftOf(source?.quality ?? null),
    enabled: source?.enabled ?? true,
    headers: [],
    keptHeaders: source?.headerNames ?? [],
    auth: source?.hasBasicAuth ? 'keep' : 'none',
    username: '',
    password: '',
    keepSecrets: false,
  };
}

/**
 * The request body of a preview. Of a saved source the API adds the stored secrets, which only it has, except for those
 * that the form replaces or removes.
 */
export function previewOf(draft: SourceDraft, source: SourceItem | null): PreviewInput {
  const { headers, basicAuth } = changedSecrets(draft, source);
  return { ...feedOf(draft), source: source?.name, headers, basicAuth };
}

function feedOf(draft: SourceDraft) {
  return {
    url: withScheme(draft.url),
    dialect: draft.dialect || undefined,
    mapping: mappingOf(draft) ?? undefined,
    filter: filterOf(draft.conditions) ?? undefined,
  };
}

/** The request body to add the source. */
export function newSourceOf(draft: SourceDraft): NewSource {
  return {
    name: draft.name.trim(),
    ...feedOf(draft),
    ...secretsOf(draft),
    ...(draft.timing === 'schedule'
      ? { schedule: draft.schedule.trim() }
      : { intervalMinutes: Number(draft.intervalMinutes) }),
    timezone: draft.timezone,
    enabled: draft.enabled,
    ...(isSameClosing(closingIn(draft), DEFAULT_CLOSING) ? {} : { closing: closingIn(draft) }),
    ...(draft.missedRuns === 'skip' ? { missedRuns: 'skip' as const } : {}),
    ...(isSameThreshold(thresholdOf(draft), defaultFailureThreshold)
      ? {}
      : { failureThreshold: thresholdOf(draft) }),
    quality: qualityRulesIn(draft.quality) ?? undefined,
  };
}

function closingIn({ closeMissing, closeExpired, closeAfterDays }: SourceDraft): Closing {
  const afterDays = closeAfterDays === '' ? null : Number(closeAfterDays);
  return { missing: closeMissing, expired: closeExpired, afterDays };
}

function thresholdOf({ failurePercent, failureRecords }: SourceDraft): FailureThreshold {
  return { percent: Number(failurePercent), records: Number(failureRecords) };
}

export function isSameThreshold(one: FailureThreshold, other: FailureThreshold): boolean {
  return one.percent === other.percent && one.records === other.records;
}

/** The request body to change the source: only the changed fields; null removes a field. */
export function changeOf(draft: SourceDraft, source: SourceItem): SourceChange {
  const change: SourceChange = {};
  if (withScheme(draft.url) !== source.url) change.url = withScheme(draft.url);
  if (draft.timing === 'schedule' && draft.schedule.trim() !== source.schedule) {
    change.schedule = draft.schedule.trim();
  }
  if (draft.timing === 'interval' && Number(draft.intervalMinutes) !== source.intervalMinutes) {
    change.intervalMinutes = Number(draft.intervalMinutes);
  }
  if (draft.timezone !== source.timezone) change.timezone = draft.timezone;
  if (draft.enabled !== source.enabled) change.enabled = draft.enabled;
  if (draft.dialect !== (source.dialect ?? '')) change.dialect = draft.dialect || null;
  if (JSON.stringify(mappingOf(draft)) !== JSON.stringify(source.mapping)) change.mapping = mappingOf(draft);
  const filter = filterOf(draft.conditions);
  if (!isSameFilter(filter, source.filter)) change.filter = filter;
  if (!isSameClosing(closingIn(draft), closingOf(source))) change.closing = closingIn(draft);
  if (draft.missedRuns !== source.missedRuns) change.missedRuns = draft.missedRuns;
  const failureThreshold = thresholdOf(draft);
  if (!isSameThreshold(failureThreshold, source.failureThreshold)) change.failureThreshold = failureThreshold;
  if (isQualityChanged(draft.quality, source.quality)) change.quality = qualityRulesIn(draft.quality);
  const { headers, basicAuth } = changedSecrets(draft, source);
  if (headers) change.headers = headers;
  if (basicAuth !== undefined) change.basicAuth = basicAuth;
  if (draft.keepSecrets && keptSecretsMove(draft, source)?.fate === 'on-request') change.keepSecrets = true;
  return change;
}

/**
 * The fields that a change would overwrite although another user has changed them, between two states of a source. A
 * field that has the value of the change already is none.
 */
export function overwrittenFields(change: SourceChange, before: SourceItem, now: SourceItem): string[] {
  const shown = (source: SourceItem, field: string) => {
    // Their values are never returned.
    if (field === 'headers') return source.headerNames;
    if (field === 'basicAuth') return source.hasBasicAuth;
    return source[field as keyof SourceItem];
  };
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return Object.entries(change)
    .filter(([field]) => !isSame(shown(before, field), shown(now, field)))
    .filter(([field, wanted]) => !isSame(shown(now, field), wanted))
    .map(([field]) => field);
}

/** What the form sets, and null for what it removes. */
function changedSecrets(
  draft: SourceDraft,
  source: SourceItem | null,
): Pick<PreviewInput, 'headers' | 'basicAuth'> {
  const removed = source?.headerNames.filter((name) => !draft.keptHeaders.includes(name)) ?? [];
  const { headers, basicAuth } = secretsOf(draft);
  const isAuthRemoved = draft.auth === 'none' && source?.hasBasicAuth;
  return {
    headers:
      removed.length > 0 || headers
        ? { ...Object.fromEntries(removed.map((name) => [name, null])), ...headers }
        : undefined,
    basicAuth: isAuthRemoved ? null : basicAuth,
  };
}

/** What happens to the stored secrets that the form keeps; null if nothing changes. */
export function keptSecretsMove(draft: SourceDraft, source: SourceItem): SecretsMove | null {
  const typed = new Set(draft.headers.map(({ name }) => name.trim().toLowerCase()));
  const headerNames = draft.keptHeaders.filter((name) => !typed.has(name.toLowerCase()));
  return secretsMove({ headerNames, basicAuth: draft.auth === 'keep' }, source.url, withScheme(draft.url));
}

/** Null if there is none or it is invalid: the form is not submitted then. */
function mappingOf(draft: SourceDraft): Record<string, unknown> | null {
  return readMapping(draft.mapping).mapping;
}

function secretsOf(draft: SourceDraft): {
  headers?: Record<string, string>;
  basicAuth?: { username: string; password: string };
} {
  const named = draft.headers.filter(({ name }) => name.trim() !== '');
  const { username, password } = draft;
  return {
    ...(named.length > 0
      ? { headers: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])) }
      : {}),
    ...(draft.auth === 'set' ? { basicAuth: { username, password } } : {}),
  };
}

/** The API's "field: message" errors by form field; `rest` has the errors without a field. */
export function faultsByField(faults: unknown): { fields: Record<string, string>; rest: string[] } {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const fault of Array.isArray(faults) ? faults : []) {
    const [, field, below, message] = /^(\w+)((?:\.|\[)[^:]*)?: (.+)$/s.exec(String(fault)) ?? [];
    // The mapping is one field with many parts: keep the path of the error.
    const hasParts = field === 'mapping' || field === 'filter';
    const text = hasParts && below ? `${below.replace(/^\./, '')}: ${message}` : message;
    if (hasParts && text && fields[field]) fields[field] += `\n${text}`;
    else if (field && text) fields[field] ??= text;
    else rest.push(String(fault));
  }
  return { fields, rest };
}
