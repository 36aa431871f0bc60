import { FeedflowError } from '@feedflow/shared/errors';
import { sourceChanges } from '@feedflow/shared/model/audit-changes';
import { changedSource, type Source, sourceDetails } from '@feedflow/shared/model/source';
import type { SecretNames } from '@feedflow/shared/model/source-secrets';
import type { Database } from '@feedflow/shared/mongo/database';
import { z } from 'zod';
import { reason, sourceName } from '../routing/fields.ts';
import type { NotedFacts, Routes } from '../routing/route.ts';
import {
  changedConfig,
  checkedConfig,
  newSource,
  type SourceChange,
  sourceChange,
} from '../sources/source-changes.ts';
import { toSourceDetails } from '../sources/source-view.ts';
import { type SourceReadDeps, sourceExample, sourceNamed, unknownSource } from './sources.ts';

const params = z.strictObject({ name: sourceName });
const onlyReason = z.strictObject({ reason });
const answer = { description: 'The source as it is now.', schema: sourceDetails, example: sourceExample };
const route = { tag: 'Sources', access: 'command' } as const;

const CHANGE_DESCRIPTION = `What is absent stays as it is; null takes an optional part away. The name stays.

Secrets stay with the server that they were set for. Where the origin of \`url\` (scheme, host and port) changes, headers and basicAuth that this request does not set are removed; \`droppedSecrets\` in the answer names them. \`"keepSecrets": true\` keeps them. They also stay where http becomes https at the same host and both are on their default ports. From https to http they are removed, and \`keepSecrets\` is refused.`;

/** POST, PATCH and DELETE under /api/sources. The scheduler notices a change within SOURCE_REFRESH_SECONDS. */
export function sourceCommandRoutes(
  routes: Routes,
  deps: SourceReadDeps & Pick<Database, 'importLogs' | 'importManifests'>,
  options: { defaultIntervalMinutes: number },
): void {
  const { sources, importLogs, importManifests, clock } = deps;
  const view = (source: Source) => toSourceDetails(source, { ...deps, ...options });

  routes.add(
    {
      ...route,
      method: 'post',
      path: '/api/sources',
      operation: 'addSource',
      summary: 'Add a source',
      body: newSource,
      bodyExample: { name: 'Acme careers', url: 'https://acme.example/jobs.xml', schedule: '15 * * * *' },
      answer: { ...answer, status: 201 },
      errors: ['sources-invalid', 'feed-mapping-invalid', 'source-exists'],
    },
    async ({ body: { reason: _, ...config }, note }) => {
      note({ target: config.name, count: 1, changes: sourceChanges(null, config) });
      return view(await sources.add(checkedConfig(config), clock()));
    },
  );

  routes.add(
    {
      ...route,
      method: 'patch',
      path: '/api/sources/:name',
      operation: 'changeSource',
      summary: 'Change a source',
      description: CHANGE_DESCRIPTION,
      params,
      body: sourceChange,
      bodyExample: { schedule: '0 6 * * *', timezone: 'Europe/Berlin', headers: { 'X-Api-Key': 'secret' } },
      answer: {
        ...answer,
        schema: changedSource,
        example: { ...sourceExample, droppedSecrets: { headerNames: [], basicAuth: false } },
      },
      errors: [
        ...(['source-unknown', 'sources-invalid', 'feed-mapping-invalid', 'source-exists'] as const),
        ...(['source-changed', 'run-already-running'] as const),
      ],
    },
    async ({ params: { name }, body, note }) => {
      note({ target: name, count: 1 });
      const { changed, dropped } = await change(name, body, note);
      return { ...view(changed), droppedSecrets: dropped };
    },
  );

  routes.add(
    {
      ...route,
      method: 'delete',
      path: '/api/sources/:name',
      operation: 'removeSource',
      summary: 'Remove a source',
      description: 'Its postings and its history stay.',
      params,
      query: z.strictObject({ reason }),
      answer: { status: 204, description: 'It is removed.' },
      errors: ['source-unknown', 'run-already-running'],
    },
    async ({ params: { name }, note }) => {
      note({ target: name, count: 1 });
      const source = await sourceNamed(sources, name);
      const { url } = source;
      note({ changes: sourceChanges(source, null) });
      const runId = await importLogs.findRunningOf(url);
      if (runId) {
        const message = `${name} is being imported; cancel run ${runId} first`;
        throw new FeedflowError('run-already-running', message, { details: { runId, sourceName: name } });
      }
      await sources.remove(name);
      await importManifests.remove(url);
    },
  );

  for (const enabled of [true, false]) {
    const verb = enabled ? 'enable' : 'disable';
    routes.add(
      {
        ...route,
        method: 'post',
        path: `/api/sources/:name/${verb}`,
        operation: `${verb}Source`,
        summary: enabled ? 'Let a source be imported' : 'Keep a source from being imported',
        description: enabled ? 'Failures in a row are counted afresh.' : 'A run under way goes on.',
        params,
        body: onlyReason,
        bodyExample: { reason: enabled ? 'the feed is back' : 'the feed is broken' },
        answer,
        errors: ['source-unknown'],
      },
      async ({ params: { name }, note }) => {
        note({ target: name, count: 1 });
        const source = await sources.setEnabled(name, enabled, clock());
        if (!source) throw unknownSource(`named "${name}"`);
        return view(source);
      },
    );
  }

  async function change(
    name: string,
    wanted: SourceChange,
    note: (facts: NotedFacts) => void,
  ): Promise<{ changed: Source; dropped: SecretNames }> {
    const source = await sourceNamed(sources, name);
    const runId = await importLogs.findRunningOf(source.url);
    const { config, ...secrets } = changedConfig(source, wanted, runId);
    note({ changes: sourceChanges(source, config, secrets) });
    const changed = await sources.replaceConfig(source, config, clock());
    if (changed) return { changed, dropped: secrets.dropped };
    throw new FeedflowError(
      'source-changed',
      `${name} was changed by someone else at this moment: read it again`,
    );
  }
}
