'use client';

import { Alert } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { IconInfoCircle } from './icons.ts';

/** Says that the URL asks for something that cannot be. @param what it would have to be: "filter" */
export function UnknownFilter({
  asked,
  what = 'filter',
  onClose,
}: {
  asked: string;
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
      Ignored unknown {what} “{safeText(asked, 60)}”.
    </Alert>
  );
}
