'use client';

import { notifications } from '@mantine/notifications';
import { CommandFailure } from './command-failure.tsx';

/** Tells of a command that was not done, where there is no dialog to tell it in. It stays until it is closed. */
export function notifyFailure(title: string, error: unknown): void {
  notifications.show({ title, color: 'red', autoClose: false, message: <CommandFailure error={error} /> });
}
