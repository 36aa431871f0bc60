import type { Acknowledgement } from '../api/types.ts';
import type { Attention } from './attention-item.ts';

/** An item that users acknowledged or snoozed. */
export interface HiddenItem {
  item: Attention;
  acknowledgement: Acknowledgement;
}

/** The state of an item whose cause is unknown now. */
const UNKNOWN_STATE = 'unknown';

/** What an acknowledgement of the item is for. */
export function stateToAcknowledge({ state }: Attention): string {
  return state ?? UNKNOWN_STATE;
}

/** Separates the items that are acknowledged or snoozed from those to show. Both keep their order. */
export function separateHidden(
  items: readonly Attention[],
  acknowledgements: readonly Acknowledgement[],
  nowMs: number,
): { shown: Attention[]; hidden: HiddenItem[] } {
  const byItem = new Map(acknowledgements.map((one) => [one.item, one]));
  const shown: Attention[] = [];
  const hidden: HiddenItem[] = [];
  for (const item of items) {
    const acknowledgement = byItem.get(item.id);
    if (acknowledgement && isInForce(acknowledgement, nowMs) && appliesTo(acknowledgement, item))
      hidden.push({ item, acknowledgement });
    else shown.push(item);
  }
  return { shown, hidden };
}

function isInForce({ expiresAt }: Acknowledgement, nowMs: number): boolean {
  return nowMs < Date.parse(expiresAt);
}

/** Whether the item is as it was acknowledged. */
function appliesTo({ state, at }: Acknowledgement, item: Attention): boolean {
  if (state === null || state === stateToAcknowledge(item)) return true;
  // Nothing has happened since.
  return item.state === null && item.at !== null && item.at <= at;
}
