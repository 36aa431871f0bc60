import { z } from 'zod';
import { acknowledgement } from '../model/acknowledgement.ts';
import { inputLimits } from '../model/input-limits.ts';
import { reason } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const item = z
  .string()
  .regex(/^[A-Za-z][^/\\]{0,149}$/, 'must be the id of an attention item, such as source-Acme')
  .meta({
    description:
      'The id of an attention item: source-NAME, shrunk-NAME or moved-NAME of a source, late, no-worker and so on.',
    examples: ['source-Acme careers'],
  });

const newAcknowledgement = z
  .strictObject({
    item,
    state: z
      .string()
      .min(1)
      .max(inputLimits.attentionStateLength)
      .optional()
      .describe(
        'The state that is acknowledged, as the dashboard computes it: in another one the item is shown again. Absent: any state, which can only be snoozed.',
      ),
    snoozeMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .optional()
      .describe('Minutes until the item is shown again. Absent: until it changes.'),
    title: z.string().min(1).max(500).optional().describe('What the item says, for lists.'),
    reason,
  })
  .refine(({ state, snoozeMinutes }) => state !== undefined || snoozeMinutes !== undefined, {
    error: 'is needed without a state: any state can only be snoozed',
    path: ['snoozeMinutes'],
  });

export const acknowledgementContract = {
  listAcknowledgements: {
    audience: 'browser',
    status: 200,
    response: z.object({ items: z.array(acknowledgement) }),
  },
  acknowledge: { audience: 'browser', status: 201, body: newAcknowledgement, response: acknowledgement },
  removeAcknowledgement: {
    audience: 'browser',
    status: 204,
    params: z.strictObject({ item }),
    query: z.strictObject({ reason }),
  },
} satisfies Partial<RouteContracts>;
