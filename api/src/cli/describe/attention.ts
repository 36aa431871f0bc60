import type { ResponseOf } from '@feedflow/shared/api/client';
import { plain, table, timestamp } from '../text.ts';

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
