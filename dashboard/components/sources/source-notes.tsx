'use client';

import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import { secretsMove } from '../../lib/sources/secrets.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useCommand } from '../ui/use-command.ts';
import { MovedJobs } from './open-jobs.tsx';
import { SecretsNotice } from './secrets-notice.tsx';
import { hasOddIdentity, SourceIdentity } from './source-identity.tsx';

/** Notes on a source that has moved or has an odd feed. Nothing for most sources. */
export function SourceNotes({ source }: { source: SourceItem }) {
  const { movedTo } = source;
  return (
    <>
      {hasOddIdentity(source) && <SourceIdentity source={source} />}
      {movedTo && movedTo !== source.url && <Moved source={source} movedTo={movedTo} />}
    </>
  );
}

/** A permanent redirect is only the server's suggestion: a person decides whether to follow it. */
function Moved({ source, movedTo }: { source: SourceItem; movedTo: string }) {
  const queryClient = useQueryClient();
  const [confirming, setConfirming] = useState(false);
  const follow = useCommand(
    ({ name, ...change }: { name: string; url: string; reason: string | undefined }) =>
      commands.changeSource({ name, change }),
    {
      onSuccess() {
        setConfirming(false);
        void reloadSources(queryClient);
      },
    },
  );
  const { headerNames, hasBasicAuth, url } = source;
  const secrets = secretsMove({ headerNames, basicAuth: hasBasicAuth }, url, movedTo);
  return (
    <>
      <Text size="xs">
        The server reports a permanent redirect.{' '}
        <Anchor component="button" type="button" size="xs" onClick={() => setConfirming(true)}>
          Review new URL
        </Anchor>
      </Text>
      <Confirm
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={`Change the URL of ${safeText(source.name, 100)}?`}
        confirmLabel="Use new URL"
        command={follow}
        onConfirm={(reason) => follow.mutate({ name: source.name, url: movedTo, reason })}
      >
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          From {safeText(source.url, 400)} to {safeText(movedTo, 400)}.
        </Text>
        <MovedJobs source={source.name} />
        {secrets && <SecretsNotice move={secrets} />}
        {secrets && secrets.fate !== 'kept' && (
          <Text size="sm">
            To send secrets to the new server, edit the source and enter the new URL there.
          </Text>
        )}
      </Confirm>
    </>
  );
}
