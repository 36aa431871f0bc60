'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { Alert, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { type ItemResult, performAll } from '../../lib/actions/perform-all.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { createKeyed, type Keyed } from '../../lib/api/idempotency.ts';
import { safeText } from '../../lib/format/text.ts';
import { Confirm } from './confirm.tsx';
import { IconAlertTriangle } from './icons.ts';
import problem from './problem.module.css';

const LISTED_AT_MOST = 100;

/** An action on several things. */
export interface BulkAction<Item> {
  /** "Delete 3 sources" */
  confirmLabel: string;
  /** "Sources deleted" */
  doneLabel: string;
  destructive?: boolean;
  /** Whether it is work for workers, such as an import. @default false */
  forWorkers?: boolean;
  items: readonly Item[];
  idOf: (item: Item) => string;
  labelOf: (item: Item) => string;
  /** @param keyed gives the command on this thing its idempotency key, the same for every attempt */
  perform: (item: Item, keyed: Keyed, reason: string | undefined) => Promise<unknown>;
  /** What will happen. */
  children: ReactNode;
}

/**
 * Asks before an action on several things, performs it on each, and lists those that failed with the reason: they can
 * be tried again.
 *
 * @param props.action null while it is closed
 * @param props.onDone called after each round with the ids of what failed
 */
export function BulkDialog<Item>({
  action: present,
  onDone,
  onClose,
}: {
  action: BulkAction<Item> | null;
  onDone: (failed: string[]) => void;
  onClose: () => void;
}) {
  const [done, setDone] = useState<number | null>(null);
  const [results, setResults] = useState<ItemResult<Item>[]>([]);
  const [keys] = useState(() => new Map<string, Keyed>());
  // A closed dialog keeps its action, which is visible until it has faded out; one that was confirmed, too: its items
  // change by it.
  const [action, setAction] = useState(present);
  const isConfirmed = done !== null || results.length > 0;
  if (present && present !== action && !isConfirmed) setAction(present);
  if (!action) return null;
  const { confirmLabel, doneLabel, destructive, forWorkers, idOf, labelOf, children } = action;
  const failed = results.filter(({ error }) => error !== null);
  const items = results.length === 0 ? action.items : failed.map(({ item }) => item);

  const keyedOf = (item: Item) => {
    const keyed = keys.get(idOf(item)) ?? createKeyed();
    keys.set(idOf(item), keyed);
    return keyed;
  };
  const reset = () => {
    setResults([]);
    keys.clear();
  };
  async function perform(reason: string | undefined): Promise<void> {
    if (!action || done !== null) return;
    setDone(0);
    const next = await performAll(items, (item) => action.perform(item, keyedOf(item), reason), setDone);
    setDone(null);
    const failedNow = next.filter(({ error }) => error !== null);
    onDone(failedNow.map(({ item }) => idOf(item)));
    if (failedNow.length > 0) return setResults(next);
    notifications.show({
      title: doneLabel,
      color: 'teal',
      message: `${countLabel(action.items.length)} done.`,
    });
    reset();
    onClose();
  }

  return (
    <Confirm
      opened={present !== null}
      onClose={onClose}
      title={`${confirmLabel}?`}
      confirmLabel={failed.length > 0 ? `Try ${countLabel(failed.length)} again` : confirmLabel}
      dismissLabel={failed.length > 0 ? 'Close' : undefined}
      destructive={destructive}
      forWorkers={forWorkers}
      command={{ isPending: done !== null, error: null, reset }}
      // What fails must be shown, and not be left to the next action.
      locked={done !== null}
      onConfirm={(reason) => void perform(reason)}
    >
      {failed.length === 0 ? (
        children
      ) : (
        <Alert
          role="alert"
          variant="light"
          className={problem.problem}
          icon={<IconAlertTriangle aria-hidden="true" />}
          title={`${countLabel(results.length - failed.length)} done, ${countLabel(failed.length)} failed`}
        >
          <List size="sm">
            {failed.slice(0, LISTED_AT_MOST).map(({ item, error }) => (
              <List.Item key={idOf(item)}>
                {safeText(labelOf(item), 100)}: {safeText(asFailure(error).message, 300)}
              </List.Item>
            ))}
            {failed.length > LISTED_AT_MOST && (
              <List.Item>and {failed.length - LISTED_AT_MOST} more</List.Item>
            )}
          </List>
        </Alert>
      )}
      {done !== null && (
        <Text size="sm" role="status">
          {countLabel(done)} of {countLabel(items.length)} done
        </Text>
      )}
    </Confirm>
  );
}
