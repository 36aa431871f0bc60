import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { Text } from '@mantine/core';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';

type Facts = Pick<SourceItem, 'identity' | 'volatileFields'>;

/** Whether an operator should know how the jobs of a source are identified and compared. */
export function hasOddIdentity({ identity, volatileFields }: Facts): boolean {
  const isSound = identity === null || (identity.rule === 'id' && identity.reason.code === 'sound');
  return !isSound || volatileFields.length > 0;
}

/** How the jobs of a source are identified and compared, and why. Nothing before the first import. */
export function SourceIdentity({ source: { identity, volatileFields } }: { source: Facts }) {
  return (
    <>
      {identity && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          Identity {identityLabels[identity.rule].toLowerCase()}: {safeText(identity.reason.message, 300)}
        </Text>
      )}
      {volatileFields.length > 0 && (
        <Text size="xs" c="dimmed">
          Not compared, as they change at every fetch: {safeText(volatileFields.join(', '), 200)}
        </Text>
      )}
    </>
  );
}
