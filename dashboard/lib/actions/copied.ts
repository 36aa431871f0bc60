import { pathOf } from '@feedflow/shared/api/client';
import type { PreviewInput } from '../api/types.ts';

/**
 * An action as it can be repeated in a terminal. API_URL and API_TOKEN are variables of the shell: no secret is part of
 * it.
 */
export interface CopiedAction {
  /** What it does. */
  label: string;
  curl: string;
  commandLine: string;
}

/** In place of a secret. */
const SECRET = 'SECRET';

export function copiedImport(source: string, label = 'Run now'): CopiedAction {
  return {
    label,
    curl: curl(pathOf('startImport'), { source }),
    commandLine: feedflow('runs', 'start', source),
  };
}

export function copiedRerun(runId: string): CopiedAction {
  return {
    label: 'Re-run failed batches',
    curl: curl(pathOf('rerunBatches', { params: { runId } }), {}),
    commandLine: feedflow('runs', 'rerun', runId),
  };
}

export function copiedCancel(runId: string): CopiedAction {
  return {
    label: 'Cancel run',
    curl: curl(pathOf('cancelRun', { params: { runId } }), {}),
    commandLine: feedflow('runs', 'cancel', runId),
  };
}

/**
 * A preview by a worker, of a saved source with its stored secrets. Secrets that were typed are left to be filled in.
 */
export function copiedPreview({
  url,
  source,
  dialect,
  mapping,
  filter,
  headers,
  basicAuth,
}: PreviewInput): CopiedAction {
  const names = Object.entries(headers ?? {});
  const shownHeaders = names.map(([name, value]) => [name, value === null ? null : SECRET] as const);
  const shownAuth = basicAuth && { username: basicAuth.username, password: SECRET };
  const body = {
    url,
    source,
    dialect,
    mapping,
    filter,
    headers: names.length > 0 ? Object.fromEntries(shownHeaders) : undefined,
    basicAuth: basicAuth === null ? null : shownAuth,
  };
  const options = [
    source === undefined ? ['--worker'] : ['--source', source],
    dialect === undefined ? [] : ['--dialect', dialect],
    mapping === undefined ? [] : ['--mapping', '-'],
    filter === undefined ? [] : ['--filter', JSON.stringify(filter)],
    ...shownHeaders.filter(([, value]) => value !== null).map(([name]) => ['--header', `${name}: ${SECRET}`]),
    shownAuth ? ['--basic-auth', `${shownAuth.username}:${SECRET}`] : [],
  ];
  const commandLine = feedflow('preview', url, ...options.flat());
  return {
    label: 'Preview feed',
    curl: curl(pathOf('previewFeed'), body),
    commandLine:
      mapping === undefined ? commandLine : `printf %s ${quoted(JSON.stringify(mapping))} | ${commandLine}`,
  };
}

function curl(path: string, body: object): string {
  return [
    `curl -X POST "$API_URL${path}"`,
    `-H "Authorization: Bearer $API_TOKEN" -H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function feedflow(...args: string[]): string {
  return ['npm run feedflow --', ...args.map(quoted)].join(' ');
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
