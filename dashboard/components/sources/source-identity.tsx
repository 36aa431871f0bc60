import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { FIELD_NAMES } from '@feedflow/shared/model/mapping-fields';
import { Text } from '@mantine/core';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';

type Facts = Pick<SourceItem, 'identity' | 'volatileFields'>;

/** Whether an operator should know how the jobs of a source are identified and compared. */
export function hasOddIdentity({ identity, volatileFields }: Facts): boolean {
  const isSound = identity === null || (identity.rule === 'id' && identity.reason.code === 'sound');
  return !isSound || volatileFields.length > 0;
}

/** The fields that are left out of the comparison. */
export function volatileLabel(fields: Facts['volatileFields']): string {
  return `Changed at every fetch and not compared: ${fields.map(labelOf).join(', ')}`;
}

function labelOf(field: string): string {
  const known = FIELD_NAMES.find((name) => name === field);
  return known ? fieldLabel(known) : safeText(field, 40);
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
          {volatileLabel(volatileFields)}
        </Text>
      )}
    </>
  );
}
