import type { NewSource, PreviewInput, SourceChange, SourceItem } from '../api/types.ts';
import { readMapping } from './mapping-text.ts';
import { type SecretsMove, secretsMove } from './secrets.ts';

/** What stands in the form. */
export interface SourceDraft {
  name: string;
  url: string;
  timing: 'interval' | 'schedule';
  intervalMinutes: number | string;
  schedule: string;
  timezone: string;
  /** Empty: found out from the feed. */
  dialect: string;
  /** JSON; empty: none. */
  mapping: string;
  removeVanished: boolean;
  enabled: boolean;
  /** Headers to set. */
  headers: { name: string; value: string }[];
  /** Names of headers that are set already and stay: their values cannot be read. */
  keptHeaders: string[];
  /** 'keep' leaves the user and password that are set already. */
  auth: 'none' | 'set' | 'keep';
  username: string;
  password: string;
  /** Whether what is set already follows the source to another server. */
  keepSecrets: boolean;
}

/** The form for a source as it is, or for a new one. */
export function draftOf(source: SourceItem | null): SourceDraft {
  return {
    name: source?.name ?? '',
    url: source?.url ?? '',
    timing: source?.schedule ? 'schedule' : 'interval',
    intervalMinutes: source?.intervalMinutes ?? 60,
    schedule: source?.schedule ?? '',
    timezone: source?.timezone ?? 'UTC',
    dialect: source?.dialect ?? '',
    mapping: source?.mapping ? JSON.stringify(source.mapping, null, 2) : '',
    removeVanished: source?.removeVanished ?? false,
    enabled: source?.enabled ?? true,
    headers: [],
    keptHeaders: source?.headerNames ?? [],
    auth: source?.hasBasicAuth ? 'keep' : 'none',
    username: '',
    password: '',
    keepSecrets: false,
  };
}

/** What is sent to preview the feed. What is kept cannot be sent: only the API has it. */
export function previewOf(draft: SourceDraft): PreviewInput {
  return {
    url: draft.url.trim(),
    ...(draft.dialect.trim() ? { dialect: draft.dialect.trim() } : {}),
    mapping: mappingOf(draft) ?? undefined,
    ...secretsOf(draft),
  };
}

/** What is sent to add the source. */
export function newSourceOf(draft: SourceDraft): NewSource {
  return {
    name: draft.name.trim(),
    ...previewOf(draft),
    ...(draft.timing === 'schedule'
      ? { schedule: draft.schedule.trim() }
      : { intervalMinutes: Number(draft.intervalMinutes) }),
    timezone: draft.timezone,
    enabled: draft.enabled,
    ...(draft.removeVanished ? { removeVanished: true } : {}),
  };
}

/** What is sent to change the source: only what differs from what it is; null takes a part away. */
export function changeOf(draft: SourceDraft, source: SourceItem): SourceChange {
  const change: SourceChange = {};
  if (draft.url.trim() !== source.url) change.url = draft.url.trim();
  if (draft.timing === 'schedule' && draft.schedule.trim() !== source.schedule) {
    change.schedule = draft.schedule.trim();
  }
  if (draft.timing === 'interval' && Number(draft.intervalMinutes) !== source.intervalMinutes) {
    change.intervalMinutes = Number(draft.intervalMinutes);
  }
  if (draft.timezone !== source.timezone) change.timezone = draft.timezone;
  if (draft.enabled !== source.enabled) change.enabled = draft.enabled;
  if (draft.dialect.trim() !== (source.dialect ?? '')) change.dialect = draft.dialect.trim() || null;
  if (JSON.stringify(mappingOf(draft)) !== JSON.stringify(source.mapping)) change.mapping = mappingOf(draft);
  if (draft.removeVanished !== source.removeVanished) change.removeVanished = draft.removeVanished;
  const removed = source.headerNames.filter((name) => !draft.keptHeaders.includes(name));
  const { headers, basicAuth } = secretsOf(draft);
  if (removed.length > 0 || headers) {
    change.headers = { ...Object.fromEntries(removed.map((name) => [name, null])), ...headers };
  }
  if (basicAuth) change.basicAuth = basicAuth;
  if (draft.auth === 'none' && source.hasBasicAuth) change.basicAuth = null;
  if (draft.keepSecrets && keptSecretsMove(draft, source)?.fate === 'on-request') change.keepSecrets = true;
  return change;
}

/** What becomes of the secrets that are set and neither replaced nor removed in the form; null where nothing does. */
export function keptSecretsMove(draft: SourceDraft, source: SourceItem): SecretsMove | null {
  const typed = new Set(draft.headers.map(({ name }) => name.trim().toLowerCase()));
  const headerNames = draft.keptHeaders.filter((name) => !typed.has(name.toLowerCase()));
  return secretsMove({ headerNames, basicAuth: draft.auth === 'keep' }, source.url, draft.url.trim());
}

/** Null where none is written, or nothing that could be sent: the form does not send such a draft. */
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

/** The API's "field: what is wrong" by field, for the places in the form; `rest` is what has none there. */
export function faultsByField(faults: unknown): { fields: Record<string, string>; rest: string[] } {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const fault of Array.isArray(faults) ? faults : []) {
    const [, field, below, message] = /^(\w+)((?:\.|\[)[^:]*)?: (.+)$/s.exec(String(fault)) ?? [];
    // A mapping is one field of many parts: where in it something is wrong has to be said.
    const told = field === 'mapping' && below ? `${below.replace(/^\./, '')}: ${message}` : message;
    if (field === 'mapping' && told && fields[field]) fields[field] += `\n${told}`;
    else if (field && told) fields[field] ??= told;
    else rest.push(String(fault));
  }
  return { fields, rest };
}
