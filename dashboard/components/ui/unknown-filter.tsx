'use client';

import { Alert } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { IconInfoCircle } from './icons.ts';

/** Reports an invalid value in the URL. @param what the kind of value: "filter" */
export function UnknownFilter({
  value,
  what = 'filter',
  onClose,
}: {
  value: string;
  what?: string;
  onClose: () => void;
}) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconInfoCircle aria-hidden="true" />}
      withCloseButton
      closeButtonLabel="Remove from the URL"
      onClose={onClose}
    >
      Ignored unknown {what} “{safeText(value, 60)}”.
    </Alert>
  );
}
