import type { Draft } from '../adapter.ts';
import { cleanText } from './text.ts';

/** Signs of a place: "Acme<br>⚲ Berlin". */
const PIN = /[⚲📍🖈]/u;
const BREAK = /<br\s*\/?>|[\r\n]+/i;
const MAX_LENGTH = 1000;

/**
 * A creator that is a company and a place, separated by a pin; null for any other, which may be the author of the item.
 */
export function companyAndPlace(creator: string | null): { company: string; location: string } | null {
  if (creator === null || creator.length > MAX_LENGTH) return null;
  const [before, after, more] = creator.split(PIN);
  if (before === undefined || after === undefined || more !== undefined) return null;
  const company = cleanText(before.split(BREAK, 1)[0] ?? '', 500);
  const location = cleanText(after, MAX_LENGTH);
  return company === null || location === null ? null : { company, location };
}

/** Fills company and place of a draft. */
export function fillFromCreator(draft: Draft, creator: string | null): void {
  const found = companyAndPlace(creator);
  if (!found) return;
  draft.company ??= found.company;
  draft.location ??= found.location;
}
