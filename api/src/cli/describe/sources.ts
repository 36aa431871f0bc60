import type { ResponseOf } from '@feedflow/shared/api/client';
import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import type { Closing } from '@feedflow/shared/model/closing';
import { filterLabels } from '@feedflow/shared/model/record-filter';
import { lines, table, timestamp } from '../text.ts';
import { identity } from './feed.ts';

export function describeSources(sources: ResponseOf<'listSources'>['items']): string {
  if (sources.length === 0) return 'no sources';
  return table(
    ['SOURCE', 'STATE', 'SCHEDULE', 'LAST RUN (UTC)', 'NEXT (UTC)'],
    sources.map((source) => [
      source.name,
      shortStateOf(source),
      scheduleOf(source),
      source.lastRun ? `${source.lastRun.status} ${timestamp(source.lastRun.startedAt)}` : 'never',
      timestamp(source.nextRuns[0] ?? null),
    ]),
  );
}

export function describeSource(
  source: ResponseOf<'addSource'> &
    Partial<Pick<ResponseOf<'getSource'>, 'openJobs' | 'expiredJobs' | 'tooOldJobs'>>,
): string {
  const { lastRun, failureThreshold: threshold } = source;
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
    ['open jobs', source.openJobs === undefined ? '' : countLabel(source.openJobs)],
    ['expired jobs', source.expiredJobs ? countLabel(source.expiredJobs) : ''],
    ['too old', source.tooOldJobs ? countLabel(source.tooOldJobs) : ''],
    ['closes jobs', closingLabel(source.closing)],
    ['quality', source.quality ? JSON.stringify(source.quality) : ''],
    ['tolerates', `${threshold.percent} % or ${threshold.records} failed records`],
    ['dialect', source.dialect ?? 'detected'],
    ['identity', identity(source.identity)],
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
  const counted = `of ${exact ? '' : 'more than '}${amountLabel(jobs, 'open job')}`;
  return rows.length === 0
    ? `every text ${counted} is known`
    : `${counted}\n${table(['FIELD', 'TEXT', 'JOBS', 'VALUE'], rows)}`;
}

function closingLabel({ missing, expired, afterDays }: Closing): string {
  const reasons = [
    missing ? 'no longer in the feed' : '',
    expired ? 'expired' : '',
    afterDays === null ? '' : `${amountLabel(afterDays, 'day')} after their last change`,
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
