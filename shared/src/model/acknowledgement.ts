import { z } from 'zod';
import { timestamp } from './scalars.ts';

/** For how long an acknowledgement without an end lasts if its item does not change, in days. */
export const MAX_ACKNOWLEDGED_DAYS = 90;

/** An attention item that a user acknowledged or snoozed, as returned by GET /api/acknowledgements. */
export const acknowledgement = z.object({
  item: z.string().describe('The id of the attention item.'),
  title: z.string().nullable().describe('What the item said then.'),
  state: z
    .string()
    .nullable()
    .describe('The state that it applies to: an item in another state is shown. Null: any state.'),
  snoozedUntil: timestamp
    .nullable()
    .describe('When the snooze ends. Null: acknowledged, until the item changes.'),
  reason: z.string().nullable(),
  by: z.string().describe('Who did it: the session of a dashboard, or the name of the token.'),
  at: timestamp,
  expiresAt: timestamp.describe('When it ends at the latest.'),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;
