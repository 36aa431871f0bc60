import type { FeedPreviewResponse } from '@feedflow/shared/model/feed-preview';
import { channelText } from '../normalize/learn/evidence.ts';
import type { FeedShape } from '../record/record.ts';

/** Where feeds name themselves, the best first. */
const NAMES = ['title', 'publisher', 'name', 'company', 'companyname', 'author/name'];
const MAX_NAME_LENGTH = 100;
const PERIOD_MINUTES: Record<string, number> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
};
const MIN_MINUTES = 5;
const MAX_MINUTES = 43_200;

/** What a feed says that a new source may take over: its name, and how often it changes. */
export function suggestionsOf(shape: FeedShape): FeedPreviewResponse['suggestions'] {
  const names = NAMES.map((path) => channelText(shape, path));
  const name = names.find((text) => text !== null) ?? null;
  return { name: name?.slice(0, MAX_NAME_LENGTH).toWellFormed() ?? null, intervalMinutes: intervalOf(shape) };
}

/** By the `ttl` of RSS, or by the period of its syndication module. */
function intervalOf(shape: FeedShape): number | null {
  const ttl = numberOf(channelText(shape, 'ttl'));
  const period = PERIOD_MINUTES[channelText(shape, 'sy:updateperiod')?.toLowerCase() ?? ''];
  const minutes = ttl ?? (period && period / (numberOf(channelText(shape, 'sy:updatefrequency')) ?? 1));
  return minutes ? Math.round(Math.min(Math.max(minutes, MIN_MINUTES), MAX_MINUTES)) : null;
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}
