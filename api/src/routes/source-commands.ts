import type { SourceChange } from '@feedflow/shared/api/sources';
import { FeedflowError } from '@feedflow/shared/errors';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { itemsOfSource } from '@feedflow/shared/model/attention-items';
import { sourceChanges } from '@feedflow/shared/model/audit-changes';
import type { Source, SourceDetails } from '@feedflow/shared/model/source';
import type { SecretNames } from '@feedflow/shared/model/source-secrets';
import type { Database } from '@feedflow/shared/mongo/database';
import { changedMeanwhile, unknownSource } from '@feedflow/shared/mongo/sources/sources';
import { judgeSource } from '@feedflow/shared/quality/judge-source';
import { finishRename, type RenameStores, renameSource } from '@feedflow/shared/run/rename-source';
import type { AuditFacts, RouteRequest, RoutesOf } from '../routing/route.ts';
import { changedConfig, checkedConfig } from '../sources/source-changes.ts';
import { toSourceDetails } from '../sources/source-view.ts';
import { type SourceReadDeps, sourceExample, sourceNamed } from './sources.ts';

const response = { description: 'The source as it is now.', example: sourceExample };
const route = { tag: 'Sources', access: 'command' } as const;

const CHANGE_DESCRIPTION = `What is absent stays as it is; null takes an optional part away. The name is changed by \`POST /api/sources/:name/rename\`.

Secrets stay with the server that they were set for. Where the origin of \`url\` (scheme, host and port) changes, headers and basicAuth that this request does not set are removed; \`droppedSecrets\` in the response names them. \`"keepSecrets": true\` keeps them. They also stay where http becomes https at the same host and both are on their default ports. From https to http they are removed, and \`keepSecrets\` is refused.`;

/** Less than clients wait. */
const STEPS_TIMEOUT_MS = 50_000;

/** POST, PATCH and DELETE under /api/sources. The scheduler notices a change within SOURCE_REFRESH_SECONDS. */
export function sourceCommandRoutes(
  deps: SourceReadDeps & RenameStores & Pick<Database, 'importManifests' | 'runQuality' | 'sourceLocks'>,
  options: { defaultIntervalMinutes: number },
): RoutesOf<
  'addSource' | 'changeSource' | 'removeSource' | 'renameSource' | 'enableSource' | 'disableSource'
> {
  const { sources, sourceLocks, jobs, importLogs, importManifests, acknowledgements, alertStates, clock } =
    deps;
  const view = (source: Source) => toSourceDetails(source, { ...deps, ...options });

  return {
    addSource: {
      ...route,
      summary: 'Add a source',
      bodyExample: { name: 'Acme careers', url: 'https://acme.example/jobs.xml', schedule: '15 * * * *' },
      response,
      errors: ['sources-invalid', 'feed-mapping-invalid', 'source-exists'],
      handle: async ({ body: { reason: _, ...config }, audit }) => {
        audit({ target: config.name, changes: sourceChanges(null, config) });
        const added = await sources.add(checkedConfig(config), clock());
        audit({ count: 1 });
        return view(added);
      },
    },
    changeSource: {
      ...route,
      summary: 'Change a source',
      description: CHANGE_DESCRIPTION,
      bodyExample: { schedule: '0 6 * * *', timezone: 'Europe/Berlin', headers: { 'X-Api-Key': 'secret' } },
      response: {
        ...response,
        example: { ...sourceExample, droppedSecrets: { headerNames: [], basicAuth: false } },
      },
      errors: [
        'source-unknown',
        'sources-invalid',
        'feed-mapping-invalid',
        'source-exists',
        'source-changed',
        'run-already-running',
      ],
      handle: async ({ params: { name }, body, audit }) => {
        audit({ target: name });
        const { changed, dropped } = await change(name, body, audit);
        audit({ count: 1 });
        return { ...view(changed), droppedSecrets: dropped };
      },
    },
    removeSource: {
      ...route,
      summary: 'Remove a source',
      description:
        'Its history stays, and so do its jobs. With `closeJobs=true` its open jobs are closed first, in steps of 1000. If that takes more than 50 s the request fails with `service-unavailable` and the source stays: send it again to continue.',
      response: { description: 'It is removed.' },
      errors: ['source-unknown', 'source-changed', 'run-already-running'],
      handle: async ({ params: { name }, query: { closeJobs }, audit }) => {
        audit({ target: name });
        const source = await sourceNamed(sources, name);
        const changes = sourceChanges(source, null);
        audit({ changes });
        const noteClosed = (closedJobs: number) => audit({ changes: { ...changes, closedJobs } });
        await sourceLocks.whileLocked(source.url, {
          work: (assertLocked) => removeLocked(source, closeJobs ? noteClosed : null, assertLocked),
          refusal: () => beingClosed(name),
        });
        audit({ count: 1 });
      },
    },
    renameSource: {
      ...route,
      summary: 'Rename a source',
      description:
        'Its runs, totals, alerts, acknowledged items and the jobs of its present URL get the new name; schedule, identity and keys of jobs stay. The audit log keeps the names of its time. Refused while the source is being imported. If it takes more than 50 s the request fails with `service-unavailable`: the source has its new name by then, and its history follows when the request is sent again, or within minutes.',
      bodyExample: { name: 'Acme jobs', reason: 'they changed their name' },
      response: { ...response, example: { ...sourceExample, name: 'Acme jobs' } },
      errors: ['source-unknown', 'source-exists', 'source-changed', 'run-already-running'],
      handle: async ({ params: { name }, body: { name: to }, audit }) => {
        audit({
          target: name,
          changes: { ...sourceChanges(null, null), fields: ['name'], name: { from: name, to } },
        });
        const renamed = await renameSource(deps, { name, to, now: clock, timeoutMs: STEPS_TIMEOUT_MS });
        audit({ count: 1 });
        return view(renamed);
      },
    },
    enableSource: {
      ...route,
      summary: 'Let a source be imported',
      description: 'The count of consecutive failures starts again at 0.',
      bodyExample: { reason: 'the feed is back' },
      response,
      errors: ['source-unknown'],
      handle: (request) => setEnabled(request, true),
    },
    disableSource: {
      ...route,
      summary: 'Keep a source from being imported',
      description: 'A run that has started continues.',
      bodyExample: { reason: 'the feed is broken' },
      response,
      errors: ['source-unknown'],
      handle: (request) => setEnabled(request, false),
    },
  };

  /**
   * Of a source that is locked: a run that begins from now on waits, and is then refused.
   *
   * @param noteClosed is called with the number of jobs that are closed so far; null where they stay open
   */
  async function removeLocked(
    source: Source,
    noteClosed: ((closedJobs: number) => void) | null,
    assertLocked: () => Promise<void>,
  ): Promise<void> {
    const { name, url } = source;
    const runId = await importLogs.findRunningOf(url);
    if (runId) {
      const message = `${name} is being imported; cancel run ${runId} first`;
      throw new FeedflowError('run-already-running', message, { details: { runId, sourceName: name } });
    }
    await finishRename(deps, source, AbortSignal.timeout(STEPS_TIMEOUT_MS));
    if (noteClosed) await closeAll(url, noteClosed, assertLocked);
    await assertLocked();
    await importManifests.remove(url);
    // Another source may get the same name.
    await acknowledgements.removeAll(itemsOfSource(name));
    await alertStates.endAll(name);
    await assertLocked();
    // Last, so that a request that was interrupted can be sent again.
    if (!(await sources.remove(name))) throw changedMeanwhile(name);
  }

  /** What is closed stays so if this does not end in time. @throws FeedflowError 'service-unavailable' */
  async function closeAll(
    url: string,
    noteClosed: (closedJobs: number) => void,
    assertLocked: () => Promise<void>,
  ): Promise<void> {
    const deadline = performance.now() + STEPS_TIMEOUT_MS;
    await assertLocked();
    for (let closedJobs = 0; ; ) {
      const { found, closed } = await jobs.closeSome(url, clock());
      closedJobs += closed;
      noteClosed(closedJobs);
      if (found === 0) return;
      await assertLocked();
      if (performance.now() < deadline) continue;
      const left = await jobs.countOpen(url);
      throw new FeedflowError(
        'service-unavailable',
        `${amountLabel(left, 'job')} still open: send the request again`,
      );
    }
  }

  async function setEnabled(
    { params: { name }, audit }: RouteRequest<'enableSource' | 'disableSource'>,
    enabled: boolean,
  ): Promise<SourceDetails> {
    audit({ target: name });
    const source = await sources.setEnabled(name, enabled, clock());
    if (!source) throw unknownSource(`named "${name}"`);
    audit({ count: 1 });
    return view(source);
  }

  async function change(
    name: string,
    body: SourceChange,
    audit: (facts: AuditFacts) => void,
  ): Promise<{ changed: Source; dropped: SecretNames }> {
    const source = await sourceNamed(sources, name);
    const runId = await importLogs.findRunningOf(source.url);
    const { config, ...secrets } = changedConfig(source, body, runId);
    audit({ changes: sourceChanges(source, config, secrets) });
    const changed = await sources.replaceConfig(source, config, clock());
    if (changed) {
      const judged = body.quality !== undefined || body.failureThreshold !== undefined;
      if (judged) await judgeSource(deps, name, clock());
      return {
        changed: judged ? await sourceNamed(sources, name) : changed,
        dropped: secrets.dropped,
      };
    }
    throw changedMeanwhile(name);
  }
}

function beingClosed(name: string): FeedflowError {
  const message = `jobs of ${name} are being closed by another request: try again when it has ended`;
  return new FeedflowError('source-changed', message);
}
