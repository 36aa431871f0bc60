import { DAY_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import { MAX_ACKNOWLEDGED_DAYS } from '@feedflow/shared/model/acknowledgement';
import type { Acknowledgements } from '@feedflow/shared/mongo/acknowledgements';
import type { Clock } from '@feedflow/shared/process/clock';
import { clientSessionOf } from '../access/session.ts';
import { clientName } from '../commands/commands.ts';
import type { RoutesOf } from '../routing/route.ts';
import { nameOfActor } from '../run-log/actor.ts';

const example = {
  item: 'source-Acme careers',
  title: 'Acme careers failed 3 times in a row',
  state: 'failed feed-not-found',
  snoozedUntil: null,
  reason: 'the publisher is informed',
  by: 'dashboard, full access (session 5f3a09c1)',
  at: '2026-01-31T12:15:00.000Z',
  expiresAt: '2026-05-01T12:15:00.000Z',
};

const ACKNOWLEDGE_DESCRIPTION = `The overview of the dashboard then hides the item, for all users: with \`snoozeMinutes\` for that time, otherwise until the item changes, at most ${MAX_ACKNOWLEDGED_DAYS} days. In both cases an item in another \`state\` is shown (another error, a worse one), and the next completed run of a source ends what was acknowledged about it. A snooze without \`state\` lasts for its whole time. An earlier acknowledgement of the same item is replaced.

Alerts are not affected: each condition is reported once, acknowledged or not.`;

/** /api/acknowledgements: attention items that were acknowledged or snoozed. */
export function acknowledgementRoutes(deps: {
  acknowledgements: Acknowledgements;
  clock: Clock;
}): RoutesOf<'listAcknowledgements' | 'acknowledge' | 'removeAcknowledgement'> {
  const { acknowledgements, clock } = deps;
  return {
    listAcknowledgements: {
      tag: 'Attention',
      access: 'read',
      summary: 'Attention items that are acknowledged or snoozed',
      description:
        'The newest first, at most 1000. The items themselves are computed by the dashboard from sources, runs and health.',
      response: { description: 'Who hid which item, until when and why.', example: { items: [example] } },
      handle: async () => ({ items: await acknowledgements.list(clock()) }),
    },
    acknowledge: {
      tag: 'Attention',
      access: 'command',
      summary: 'Acknowledge or snooze an attention item',
      description: ACKNOWLEDGE_DESCRIPTION,
      bodyExample: {
        item: example.item,
        state: example.state,
        title: example.title,
        reason: example.reason,
      },
      response: { description: 'The acknowledgement.', example },
      handle: async ({ body: { item, state, title, snoozeMinutes, reason }, ctx, audit }) => {
        audit({ target: item });
        const at = clock();
        const snoozedUntil =
          snoozeMinutes === undefined ? null : new Date(at.getTime() + snoozeMinutes * MINUTE_MS);
        const acknowledged = {
          item,
          title: title ?? null,
          state: state ?? null,
          snoozedUntil,
          reason: reason ?? null,
          by: nameOfActor({ session: clientSessionOf(ctx).name, client: clientName(ctx) }),
          at,
          expiresAt: snoozedUntil ?? new Date(at.getTime() + MAX_ACKNOWLEDGED_DAYS * DAY_MS),
        };
        await acknowledgements.put(acknowledged);
        audit({ count: 1 });
        return acknowledged;
      },
    },
    removeAcknowledgement: {
      tag: 'Attention',
      access: 'command',
      summary: 'Show an attention item again',
      response: { description: 'It is neither acknowledged nor snoozed.' },
      errors: ['acknowledgement-unknown'],
      handle: async ({ params: { item }, audit }) => {
        audit({ target: item });
        const isRemoved = await acknowledgements.remove(item);
        if (!isRemoved) {
          throw new FeedflowError(
            'acknowledgement-unknown',
            `the attention item "${item}" is neither acknowledged nor snoozed`,
          );
        }
        audit({ count: 1 });
      },
    },
  };
}
