import type { ResponseOf } from '@feedflow/shared/api/client';
import type { Closing } from '@feedflow/shared/model/closing';
import { pathOfField } from '@feedflow/shared/model/field-paths';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { filterLabels } from '@feedflow/shared/model/record-filter';
import { goneText } from '@feedflow/shared/model/removal-label';
import { settingsByName, settingText } from '@feedflow/shared/model/settings-by-name';
import { percentLabel } from '@feedflow/shared/model/share';
import type { Run } from './follow-run.ts';
import { bytes, duration, outcome, plain, table, timestamp } from './text.ts';

export function describeRuns(runs: ResponseOf<'listRuns'>['items']): string {
  if (runs.length === 0) return 'no runs';
  return table(
    ['RUN', 'SOURCE', 'STATUS', 'STARTED (UTC)', 'TOOK', 'WARNINGS', 'RECORDS'],
    runs.map((run) => [
      run.runId,
      run.sourceName,
      run.status,
      timestamp(run.startedAt),
      duration(run.meta.durationMs),
      run.warnings.length > 0 ? String(run.warnings.length) : '',
      outcome(run),
    ]),
  );
}

export function describeRun(run: Run): string {
  const facts: [string, string][] = [
    ['run', run.runId],
    ['source', run.sourceName],
    ['status', run.status],
    ['started', `${timestamp(run.startedAt)} UTC (${run.trigger}, attempt ${run.attempt})`],
    ['took', duration(run.meta.durationMs)],
    ['records', outcome(run)],
    [
      'batches',
      `${run.meta.processedBatches} of ${run.meta.totalBatches ?? '?'}, ${run.meta.failedBatches} failed`,
    ],
    ['identity', identity(run.fetch.identity)],
    ['pages', pages(run.fetch.pages)],
    ...skips(run.fetch.skippedBy ?? []),
    ['compared', comparison(run)],
    ['not in feed', noLongerInFeed(run)],
    ['expired', run.expiredJobs ? `${run.expiredJobs} of the new and updated jobs stored closed` : ''],
    ['error', run.error ? `${run.error.code}: ${run.error.message}` : ''],
    ...Object.entries(run.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
    ...warnings(run.warnings),
  ];
  return lines(facts);
}

/** How many records each condition of the filter left out. */
function skips(counts: Run['fetch']['skippedBy']): [string, string][] {
  return counts.map(({ condition, count }): [string, string] => ['skipped', `${count} by ${condition}`]);
}

/** Each warning with its count and the texts that show it. */
function warnings(found: Run['warnings']): [string, string][] {
  return found.flatMap(({ code, count, message, samples }): [string, string][] => [
    ['warning', `${count} ${code}: ${message}`],
    ...samples.map((sample): [string, string] => ['', JSON.stringify(sample)]),
  ]);
}

function identity(used: Run['fetch']['identity'] | undefined): string {
  return used ? `${identityLabels[used.rule].toLowerCase()}: ${used.reason.message}` : '';
}

/** Most feeds have one. */
function pages(count: number | null | undefined): string {
  return count && count > 1 ? String(count) : '';
}

/** How much of the feed had to be read. */
function comparison(run: Run): string {
  if (!run.fetch.comparison) return '';
  const { fullReadReason, knownRecords } = run.fetch.comparison;
  return fullReadReason
    ? `full import: ${fullReadReason}`
    : `${knownRecords} records unchanged since the last full import`;
}

function noLongerInFeed({ runId, removal }: Run): string {
  if (!removal) return '';
  const { state, vanishedJobs, openBefore, limitPercent } = removal;
  const many = `${vanishedJobs} of ${openBefore} jobs are ${goneText(removal)}`;
  if (state === 'closed') return `${many}: closed`;
  return `${many}, over ${limitPercent} %: held until "runs confirm-removal ${runId}" closes them`;
}

export function describeSources(sources: ResponseOf<'listSources'>['items']): string {
  if (sources.length === 0) return 'no sources';
  return table(
    ['SOURCE', 'STATE', 'SCHEDULE', 'LAST RUN', 'NEXT (UTC)'],
    sources.map((source) => [
      source.name,
      shortStateOf(source),
      scheduleOf(source),
      source.lastRun ? `${source.lastRun.status} ${timestamp(source.lastRun.startedAt)}` : 'never',
      timestamp(source.nextRuns[0] ?? null),
    ]),
  );
}

export function describePreview(preview: ResponseOf<'previewFeed'>): string {
  const { feed, postings: jobs, records, duplicates, skipped, deletions, values } = preview;
  const failed = records - jobs - duplicates - skipped;
  const state =
    preview.complete === null ? 'stopped before its end' : preview.complete ? 'complete' : 'cut off';
  const fill = Object.entries(preview.fill).map(([field, count]): [string, string] => [
    `  ${field}`,
    filled(percentLabel(count, jobs), feed && pathOfField(feed.fields, field), values[field]),
  ]);
  return lines([
    ['dialect', feed?.dialect ?? ''],
    ['charset', feed?.charset ?? ''],
    ['feed', state],
    ['pages', pages(preview.pages)],
    ['identity', identity(preview.identity)],
    ['records', `${records}: ${jobs} jobs, ${duplicates} duplicates, ${skipped} skipped, ${failed} failed`],
    ...skips(preview.skippedBy),
    ...preview.skippedTitles.map((title): [string, string] => ['', JSON.stringify(title)]),
    ['expired', preview.expired > 0 ? `${preview.expired} jobs past their expiry date` : ''],
    ['deletions', deletions > 0 ? String(deletions) : ''],
    ...Object.entries(preview.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
    ...warnings(preview.warnings),
    ...preview.samples.map((job): [string, string] => [
      'job',
      `${job.title} | ${job.company ?? ''} | ${job.location ?? ''}`,
    ]),
    ['filled', `of ${jobs} jobs`],
    ...fill,
  ]);
}

export function describeSource(
  source: ResponseOf<'addSource'> &
    Partial<Pick<ResponseOf<'getSource'>, 'openJobs' | 'expiredJobs' | 'tooOldJobs'>>,
): string {
  const { lastRun, failureThreshold: threshold, identity: known } = source;
  return lines([
    ['source', source.name],
    ['url', source.url],
    ['moved to', source.movedTo ?? ''],
    ['state', stateOf(source)],
    ['schedule', scheduleOf(source)],
    ['missed runs', source.schedule ? source.missedRuns : ''],
    ['next runs', source.nextRuns.map((at) => `${timestamp(at)} UTC`).join(', ')],
    [
      'last run',
      lastRun ? `${lastRun.status} ${timestamp(lastRun.startedAt)} UTC  ${lastRun.runId}` : 'never',
    ],
    ...source.health.reasons.map(({ level, message }): [string, string] => [level, message]),
    ['open jobs', source.openJobs === undefined ? '' : String(source.openJobs)],
    ['expired jobs', source.expiredJobs ? String(source.expiredJobs) : ''],
    ['too old', source.tooOldJobs ? String(source.tooOldJobs) : ''],
    ['closes jobs', closingLabel(source.closing)],
    ['quality', source.quality ? JSON.stringify(source.quality) : ''],
    ['tolerates', `${threshold.percent} % or ${threshold.records} failed records`],
    ['dialect', source.dialect ?? 'detected'],
    ['identity', known ? `${identityLabels[known.rule].toLowerCase()}: ${known.reason.message}` : ''],
    ['headers', source.headerNames.join(', ')],
    ['basic auth', source.hasBasicAuth ? 'set' : ''],
    ['mapping', source.mapping ? JSON.stringify(source.mapping) : ''],
    ...(source.filter ? filterLabels(source.filter) : []).map((label): [string, string] => ['filter', label]),
    ['values', source.values ? JSON.stringify(source.values) : ''],
  ]);
}

export function describeValues(
  { employmentType, country, mapped, jobs, exact }: ResponseOf<'listUnmappedValues'>,
  values: ResponseOf<'getSource'>['values'],
): string {
  const unmapped = employmentType
    .map((one) => ['employmentType', one.text, String(one.jobs), 'not mapped'])
    .concat(country.map((one) => ['country', one.text, String(one.jobs), 'not mapped']));
  const own = (['employmentType', 'country'] as const).flatMap((field) =>
    mapped[field].map((one) => [
      field,
      one.text,
      String(one.jobs),
      values?.[field]?.[one.text] ?? 'no value',
    ]),
  );
  const rows = unmapped.concat(own);
  const counted = `of ${exact ? '' : 'more than '}${jobs} open jobs`;
  return rows.length === 0
    ? `every text ${counted} is known`
    : `${counted}\n${table(['FIELD', 'TEXT', 'JOBS', 'VALUE'], rows)}`;
}

function closingLabel({ missing, expired, afterDays }: Closing): string {
  const reasons = [
    missing ? 'missing from the feed' : '',
    expired ? 'expired' : '',
    afterDays === null ? '' : `${afterDays} days after they were last written`,
  ].filter((reason) => reason !== '');
  return reasons.length > 0 ? reasons.join(', ') : 'no';
}

function stateOf(source: ResponseOf<'addSource'>): string {
  const { disabledReason } = source;
  return disabledReason
    ? `disabled: ${disabledReason.code}: ${disabledReason.message}`
    : shortStateOf(source);
}

function shortStateOf({ enabled, health }: ResponseOf<'addSource'>): string {
  if (!enabled) return 'disabled';
  return health.level === 'healthy' ? 'enabled' : `enabled, ${health.level}`;
}

function scheduleOf(source: ResponseOf<'addSource'>): string {
  return source.schedule ? `${source.schedule} ${source.timezone}` : `every ${source.intervalMinutes} min`;
}

export function describeEvents(entries: ResponseOf<'listRunEvents'>['items']): string {
  if (entries.length === 0) return 'no events';
  const rows = entries.map(({ at, severity, attempt, message }) => [
    timestamp(at),
    severity,
    String(attempt),
    message,
  ]);
  return table(['TIME (UTC)', 'SEVERITY', 'ATTEMPT', 'EVENT'], rows);
}

export function describeBatches({ items, counts }: ResponseOf<'listBatches'>): string {
  const total = Object.entries(counts).filter(([, count]) => count > 0);
  const summary = total.map(([status, count]) => `${count} ${status}`).join(', ');
  if (items.length === 0) return `no batches${summary === '' ? '' : ` of these; the run has ${summary}`}`;
  const rows = items.map((batch) => [
    String(batch.batchIndex),
    String(batch.attempt),
    batch.status,
    String(batch.records),
    String(batch.failedJobs),
    duration(batch.durationMs),
    batch.worker ?? '',
    batch.error ? `${batch.error.code}: ${batch.error.message}` : totals(batch.failureTotals),
  ]);
  const head = ['BATCH', 'ATTEMPT', 'STATUS', 'RECORDS', 'FAILED', 'TOOK', 'WORKER', 'REASONS'];
  return `${table(head, rows)}\n${summary}`;
}

export function describeBatch(batch: ResponseOf<'getBatch'>): string {
  const facts = lines([
    ['batch', String(batch.batchIndex)],
    ['run', batch.runId],
    ['status', batch.status],
    [
      'records',
      `${batch.records}: ${batch.newJobs} new, ${batch.updatedJobs} updated, ${batch.unchangedJobs} unchanged, ${batch.failedJobs} failed`,
    ],
    ['took', duration(batch.durationMs)],
    ['error', batch.error ? `${batch.error.code}: ${batch.error.message}` : ''],
    ...batch.failures.map(({ position, reasonCode, message }): [string, string] => [
      'failed',
      `record ${position} ${reasonCode}: ${message}`,
    ]),
  ]);
  const attempts = batch.attempts.map((one) => [
    String(one.attempt),
    one.status,
    String(one.failedJobs),
    duration(one.durationMs),
    one.worker ?? '',
  ]);
  return `${facts}\n\n${table(['ATTEMPT', 'STATUS', 'FAILED', 'TOOK', 'WORKER'], attempts)}`;
}

export function describeFailures({
  failedJobs,
  totals: reasons,
  groups,
}: ResponseOf<'groupFailures'>): string {
  if (failedJobs === 0 && groups.length === 0) return 'no records failed';
  const described = groups.map(({ reasonCode, pattern, records, samples }) =>
    [
      `${records} ${reasonCode}: ${pattern}`,
      ...samples.map(({ position, externalId, message }) => {
        const id = externalId ? ` (id ${externalId})` : '';
        return `  record ${position}${id}: ${message}`;
      }),
    ]
      .map(plain)
      .join('\n'),
  );
  return [`${failedJobs} records failed: ${totals(reasons)}`, ...described].join('\n\n');
}

function totals(reasons: Record<string, number>): string {
  return Object.entries(reasons)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');
}

export function describeJobs(jobs: ResponseOf<'listJobs'>['items']): string {
  if (jobs.length === 0) return 'no jobs';
  return table(
    ['KEY', 'STATUS', 'PUBLISHED', 'TITLE', 'COMPANY', 'LOCATION', 'SOURCE'],
    jobs.map((job) => [
      job.dedupeKey,
      job.status,
      timestamp(job.publishedAt).slice(0, 10),
      job.title,
      job.company ?? '',
      job.location ?? '',
      job.sourceName,
    ]),
  );
}

export function describeHeldJobs({ items, total }: ResponseOf<'listHeldJobs'>): string {
  const rows = items.map((job) => [
    job.dedupeKey,
    job.reason,
    timestamp(job.publishedAt).slice(0, 10),
    job.title,
    job.company ?? '',
    job.location ?? '',
  ]);
  const listed = table(['KEY', 'REASON', 'PUBLISHED', 'TITLE', 'COMPANY', 'LOCATION'], rows);
  return items.length < total ? `${listed}\n${items.length} of ${total} jobs` : listed;
}

/** What the texts of a job mean, beside them. */
function normalizedFacts(normalized: ResponseOf<'getJob'>['normalized']): [string, string][] {
  const { employmentTypes, country, salaryPerYear, remoteScope, language } = normalized;
  const { min, max, currency } = salaryPerYear ?? { min: null, max: null, currency: '' };
  const amounts = [min, max].filter((amount) => amount !== null);
  return [
    ['employment', employmentTypes.join(', ')],
    ['country code', country ?? ''],
    ['salary a year', amounts.length === 0 ? '' : `${[...new Set(amounts)].join(' to ')} ${currency}`],
    ['remote scope', remoteScope?.join(', ') ?? ''],
    ['language', language ?? ''],
  ];
}

export function describeJob(job: ResponseOf<'getJob'>): string {
  const facts = lines([
    ['key', job.dedupeKey],
    ['title', job.title],
    ['company', job.company ?? ''],
    ['location', job.location ?? ''],
    ['source', job.sourceName],
    ['status', job.closeReason ? `${job.status}: ${job.closeReason}` : job.status],
    ['published', timestamp(job.publishedAt)],
    ['expires', timestamp(job.expiresAt)],
    ['url', job.jobUrl ?? ''],
    ['apply url', job.applyUrl ?? ''],
    ...normalizedFacts(job.normalized),
  ]);
  const history = job.history.map(({ event, at, reason, runId }) => [
    event,
    timestamp(at),
    reason ?? '',
    runId ?? '',
  ]);
  const values = job.history.flatMap(({ at, changes }) =>
    changes ? [`changed ${timestamp(at)}\n${lines(changes.map(changedField))}`] : [],
  );
  return [facts, table(['EVENT', 'AT (UTC)', 'REASON', 'RUN'], history), ...values].join('\n\n');
}

type FieldChange = NonNullable<ResponseOf<'getJob'>['history'][number]['changes']>[number];

function changedField({ field, from, to }: FieldChange): [string, string] {
  return [field, `${JSON.stringify(from)} -> ${JSON.stringify(to)}`];
}

type Sums = Pick<
  ResponseOf<'getRunStats'>['total'],
  'runs' | 'totalFetched' | 'newJobs' | 'updatedJobs' | 'failedJobs' | 'removedJobs'
>;

const SUM_HEAD = ['SOURCE', 'RUNS', 'FAILED RUNS', 'FETCHED', 'NEW', 'UPDATED', 'FAILED', 'CLOSED'];

function sumRow(name: string, sums: Sums): string[] {
  const runs = Object.values(sums.runs).reduce((sum, count) => sum + count, 0);
  const { totalFetched, newJobs, updatedJobs, failedJobs, removedJobs } = sums;
  const counted = [runs, sums.runs.failed, totalFetched, newJobs, updatedJobs, failedJobs, removedJobs];
  return [name].concat(counted.map(String));
}

export function describeStats(stats: ResponseOf<'getRunStats'>): string {
  const { total, sources } = stats;
  const rows = sources.map((one) =>
    sumRow(one.sourceName, one).concat(duration(one.durationMs.p50), duration(one.durationMs.p95)),
  );
  const all = sumRow('all', total).concat(duration(total.durationMs.p50), duration(total.durationMs.p95));
  const head = SUM_HEAD.concat('MEDIAN', 'P95');
  return `${timestamp(stats.from)} to ${timestamp(stats.to)} UTC\n${table(head, rows.concat([all]))}`;
}

export function describeRemovedRuns({ sources, total }: ResponseOf<'getRemovedRuns'>): string {
  if (!total) return 'no run was removed';
  const rows = sources.map((one) => sumRow(one.sourceName, one));
  const days = `runs of ${timestamp(total.firstDay).slice(0, 10)} to ${timestamp(total.lastDay).slice(0, 10)}`;
  return `${days}\n${table(SUM_HEAD, rows.concat([sumRow('all', total)]))}`;
}

export function describeHealth(health: ResponseOf<'checkHealth'>): string {
  const { services, mongodb, redis, queues, fetchSlots, processes } = health;
  const facts = lines([
    ['status', health.status],
    ['version', health.version ?? ''],
    ['environment', health.environment ?? ''],
    ...Object.entries(services ?? {}).map(([name, service]): [string, string] => [
      name,
      service.status === 'up' ? `connected (${service.latencyMs} ms)` : `unreachable: ${service.error ?? ''}`,
    ]),
    ['data', mongodb ? `${bytes(mongodb.dataBytes)}, on disk ${bytes(mongodb.diskBytes)}` : ''],
    ['redis memory', redis ? `${bytes(redis.usedMemoryBytes)}, ${redis.maxMemoryPolicy}` : ''],
    ['feed slots', fetchSlots ? `${fetchSlots.busy} of ${fetchSlots.total} busy` : ''],
    ...Object.entries(processes ?? {}).map(([name, count]): [string, string] => [name, `${count} running`]),
  ]);
  if (!queues) return facts;
  const rows = Object.entries(queues).map(([name, queue]) => [
    queue.paused ? `${name} (paused)` : name,
    String(queue.waiting),
    String(queue.active),
    String(queue.delayed),
    String(queue.waitingChildren),
    String(queue.failed),
  ]);
  return `${facts}\n\n${table(['QUEUE', 'WAITING', 'ACTIVE', 'DELAYED', 'WAITING FOR STEPS', 'FAILED'], rows)}`;
}

export function describeSession(session: ResponseOf<'getSession'>): string {
  return lines([
    ['identity', session.name === 'anyone' ? 'anonymous: the API has no token' : session.name],
    ['permissions', session.access === 'full' ? 'full access' : 'read only'],
    ['version', session.version],
    ['environment', session.environment ?? ''],
    ['text search', session.textSearch ? 'on' : 'off'],
  ]);
}

export function describeAcknowledgements(items: ResponseOf<'listAcknowledgements'>['items']): string {
  if (items.length === 0) return 'nothing is acknowledged or snoozed';
  return table(
    ['ITEM', 'UNTIL (UTC)', 'TIME (UTC)', 'USER', 'REASON', 'SAYS'],
    items.map((one) => [
      one.item,
      one.snoozedUntil === null ? 'it changes' : timestamp(one.snoozedUntil),
      timestamp(one.at),
      one.by,
      one.reason ?? '',
      one.title ?? '',
    ]),
  );
}

export function describeAcknowledgement({ item, snoozedUntil }: ResponseOf<'acknowledge'>): string {
  return snoozedUntil === null
    ? `${plain(item)} is acknowledged until it changes`
    : `${plain(item)} is snoozed until ${timestamp(snoozedUntil)} UTC`;
}

export function describeSettings({ items }: ResponseOf<'listSettings'>): string {
  const changed = settingsByName(items).filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return 'all settings have their defaults';
  return table(
    ['SETTING', 'VALUE', 'PROCESSES'],
    changed.map((setting) => [setting.name, settingText(setting), setting.processes.join(', ')]),
  );
}

export function describeAudit(entries: ResponseOf<'listAudit'>['items']): string {
  if (entries.length === 0) return 'no entries';
  return table(
    ['TIME (UTC)', 'USER', 'ACTION', 'TARGET', 'AFFECTED', 'REASON', 'RESULT'],
    entries.map((entry) => [
      timestamp(entry.at),
      `${entry.client} ${entry.sessionAddress ?? entry.address}`,
      entry.command,
      entry.target ?? '',
      entry.count === null ? '' : String(entry.count),
      entry.reason ?? '',
      entry.times > 1 ? `${entry.outcome} (${entry.times} times)` : entry.outcome,
    ]),
  );
}

/** The share of jobs that have a field, where it is in the records, and its first value. */
function filled(percent: string, path: string | null, value: string | undefined): string {
  const parts = [`${percent} %`, path ?? '', value === undefined ? '' : JSON.stringify(value)];
  return parts.filter((part) => part !== '').join('  ');
}

/** Names and values, those without a value left out. */
function lines(facts: [name: string, value: string][]): string {
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(14)} ${plain(value)}`)
    .join('\n');
}
