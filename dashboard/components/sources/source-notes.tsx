'use client';

import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { formatCount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { secretsMove } from '../../lib/sources/secrets.ts';
import { Confirm } from '../ui/confirm.tsx';
import { RelativeTime } from '../ui/time.tsx';
import { useCommand } from '../ui/use-command.ts';
import { SecretsNotice } from './secrets-notice.tsx';
import classes from './source-table.module.css';

/** What someone should know about a source: that it fails, was disabled, or moved. Nothing for most. */
export function SourceNotes({ source }: { source: SourceItem }) {
  const { enabled, disabledReason, failing, failuresInARow, movedTo } = source;
  return (
    <>
      {!enabled && disabledReason && (
        <Text size="xs" className={classes.bad}>
          Disabled by Feedflow <RelativeTime at={disabledReason.at} />:{' '}
          {safeText(disabledReason.message, 200)}
        </Text>
      )}
      {enabled && failing && (
        <Text size="xs" className={classes.bad}>
          Failing: {formatCount(failuresInARow)} runs failed one after the other
        </Text>
      )}
      {movedTo && movedTo !== source.url && <Moved source={source} movedTo={movedTo} />}
    </>
  );
}

/** A permanent redirect is the server's suggestion; to follow it is for a person to decide. */
function Moved({ source, movedTo }: { source: SourceItem; movedTo: string }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const follow = useCommand(
    ({ name, ...change }: { name: string; url: string; reason: string | undefined }) =>
      commands.changeSource({ name, change }),
    {
      onSuccess() {
        setAsking(false);
        void queryClient.invalidateQueries({ queryKey: keys.sources });
      },
    },
  );
  const { headerNames, hasBasicAuth, url } = source;
  const secrets = secretsMove({ headerNames, basicAuth: hasBasicAuth }, url, movedTo);
  const close = () => {
    follow.reset();
    setAsking(false);
  };
  return (
    <>
      <Text size="xs">
        Its server says it moved for good.{' '}
        <Anchor component="button" type="button" size="xs" onClick={() => setAsking(true)}>
          Look at the new address
        </Anchor>
      </Text>
      <Confirm
        opened={asking}
        onClose={close}
        title={`Follow ${safeText(source.name, 100)} to its new address?`}
        confirmLabel="Use the new address"
        dismissLabel="Keep the old one"
        pending={follow.isPending}
        error={follow.error}
        onConfirm={(reason) => follow.mutate({ name: source.name, url: movedTo, reason })}
      >
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          From {safeText(source.url, 400)} to {safeText(movedTo, 400)}. What is imported from there counts as
          another feed: its postings are added anew, and those of the old address stay.
        </Text>
        {secrets && <SecretsNotice move={secrets} />}
        {secrets && secrets.fate !== 'kept' && (
          <Text size="sm">
            To give the new server what it needs, enter the new address in the form of the source instead.
          </Text>
        )}
      </Confirm>
    </>
  );
}
