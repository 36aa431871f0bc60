import { expect, test } from 'vitest';
import type { Acknowledgement } from '../api/types.ts';
import type { Attention } from './attention-item.ts';
import { separateHidden, stateToAcknowledge } from './hidden-items.ts';

const AT = '2026-11-24T12:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();

const item: Attention = {
  id: 'source-Acme',
  level: 'failed',
  title: 'Acme failed',
  detail: null,
  at: at(-5),
  state: 'failed feed-not-found',
  snoozeOnly: false,
  href: '/sources',
  action: 'View sources',
};
const acknowledged: Acknowledgement = {
  item: item.id,
  title: item.title,
  state: item.state,
  snoozedUntil: null,
  reason: null,
  by: 'API_TOKEN',
  at: AT,
  expiresAt: at(90 * 24 * 60),
};
const snoozed: Acknowledgement = { ...acknowledged, snoozedUntil: at(60), expiresAt: at(60) };

test.each<[string, Partial<Attention>, Acknowledgement, number, boolean]>([
  ['as it was acknowledged', {}, acknowledged, 1, true],
  ['of another id', { id: 'source-Beta' }, acknowledged, 1, false],
  ['of another title', { title: 'Acme failed 4 times in a row', at: at(30) }, acknowledged, 31, true],
  ['with another error', { state: 'failed feed-http-error' }, acknowledged, 1, false],
  ['that became worse', { state: 'failing feed-not-found' }, acknowledged, 1, false],
  ['that is snoozed', {}, snoozed, 59, true],
  ['whose snooze is over', {}, snoozed, 60, false],
  ['that changes while snoozed', { state: 'disabled' }, snoozed, 1, false],
  ['that is snoozed in any state', { state: 'disabled' }, { ...snoozed, state: null }, 59, true],
  ['whose cause is unknown now', { state: null }, acknowledged, 1, true],
  ['whose cause is unknown after a later run', { state: null, at: at(1) }, acknowledged, 1, false],
])('an item %s', (_, changes, acknowledgement, minutes, isHidden) => {
  const changed = { ...item, ...changes };
  const { shown, hidden } = separateHidden([changed], [acknowledgement], Date.parse(at(minutes)));
  expect(hidden).toEqual(isHidden ? [{ item: changed, acknowledgement }] : []);
  expect(shown).toEqual(isHidden ? [] : [changed]);
});

test('an item of unknown cause can be acknowledged', () => {
  const unknown = { ...item, state: null };
  const state = stateToAcknowledge(unknown);
  const { hidden } = separateHidden([unknown], [{ ...acknowledged, state }], Date.parse(at(1)));
  expect(hidden).toHaveLength(1);
});
