import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { codeLabel } from '../../lib/format/text.ts';
import { IconAlertCircle } from './icons.ts';
import problem from './problem.module.css';

/** The error of a run or batch: its code as a title, and its message. */
export function ErrorAlert({ code, children }: { code: string; children: ReactNode }) {
  return (
    <Alert
      color="red"
      variant="light"
      className={problem.problem}
      icon={<IconAlertCircle aria-hidden="true" />}
      title={codeLabel(code)}
    >
      {children}
    </Alert>
  );
}
