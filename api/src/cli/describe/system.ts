import type { ResponseOf } from '@feedflow/shared/api/client';
import { settingsByName, settingText } from '@feedflow/shared/model/settings-by-name';
import { bytes, lines, table, timestamp } from '../text.ts';

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
      `${entry.client === 'anyone' ? 'anonymous' : entry.client} ${entry.sessionAddress ?? entry.address}`,
      entry.command,
      entry.target ?? '',
      entry.count === null ? '' : String(entry.count),
      entry.reason ?? '',
      entry.times > 1 ? `${entry.outcome} (${entry.times} times)` : entry.outcome,
    ]),
  );
}
