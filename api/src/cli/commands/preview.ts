import type { BodyOf } from '@feedflow/shared/api/client';
import { basicAuthOf, headerOf, wholeNumber } from '@feedflow/shared/command-line/command';
import { type ExitStatus, exitStatusOfPreview } from '@feedflow/shared/command-line/exit-status';
import { filterOption } from '@feedflow/shared/command-line/filter-option';
import { previewCommand } from '@feedflow/shared/command-line/preview-command';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import { type Command, type CommandContext, print } from '../command.ts';
import { check } from '../contract-options.ts';
import { describePreview } from '../describe/preview.ts';
import { readJson } from '../source-options.ts';

/** Options of a preview on this machine alone. */
const ONLY_HERE = ['ndjson', 'base-url', 'allow-private-hosts', 'max-bytes', 'timeout-ms'];

export const preview: Command = {
  ...previewCommand,
  operations: ['previewFeed'],
  perform: (context) => {
    const { values } = context.line;
    const byWorker = values.text('source') !== undefined || values.isOn('worker');
    return byWorker ? previewByWorker(context) : (context.previewHere(context.args) as Promise<ExitStatus>);
  },
};

async function previewByWorker(context: CommandContext): Promise<ExitStatus> {
  const { api, line } = context;
  const { values } = line;
  const misplaced = ONLY_HERE.find(
    (name) => values.text(name) !== undefined || values.isOn(name) !== undefined,
  );
  if (misplaced) throw new UsageError(`--${misplaced} is not possible with --source or --worker`);
  const [url] = line.arguments;
  const source = values.text('source');
  if (url === undefined && source === undefined) throw new UsageError('no feed: expected a URL, or --source');
  const mapping = values.text('mapping');
  const filter = values.text('filter');
  const auth = values.text('basic-auth');
  const headers = values.texts('header').map(headerOf);
  const given = {
    url,
    source,
    dialect: values.text('dialect'),
    mapping: mapping === undefined ? undefined : readJson(mapping, '--mapping'),
    filter: filter === undefined ? undefined : filterOption(filter),
    headers: headers.length === 0 ? undefined : Object.fromEntries(headers),
    basicAuth: auth === undefined ? undefined : basicAuthOf(auth),
    records: wholeNumber(values, 'records', 1, previewLimits.records),
    samples: wholeNumber(values, 'samples', 0, previewLimits.samples),
    reason: values.text('reason'),
  };
  const saved = source === undefined ? null : await api.call('getSource', { params: { name: source } });
  const body = {
    ...given,
    url: url ?? saved?.url ?? '',
    dialect: given.dialect ?? saved?.dialect ?? undefined,
    mapping: given.mapping ?? saved?.mapping ?? undefined,
    filter: given.filter ?? saved?.filter ?? undefined,
  } satisfies BodyOf<'previewFeed'>;
  check('previewFeed', 'body', body);
  const result = await api.call('previewFeed', { body });
  print(context, result, describePreview(result));
  return exitStatusOfPreview({ ...result, jobs: result.postings });
}
