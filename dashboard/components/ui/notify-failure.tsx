'use client';

import { notifications } from '@mantine/notifications';
import { CommandFailure } from './command-failure.tsx';

/** Notifies that a command failed, for controls without a dialog. The notification stays until it is closed. */
export function notifyFailure(title: string, error: unknown): void {
  notifications.show({ title, color: 'red', autoClose: false, message: <CommandFailure error={error} /> });
}
