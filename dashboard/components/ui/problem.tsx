import { Alert } from '@mantine/core';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { IconAlertCircle } from './icons.ts';
import classes from './problem.module.css';

/** The error of a run: its code as a title, and its message. */
export function Problem({ error }: { error: { code: string; message: string } }) {
  return (
    <Alert
      color="red"
      variant="light"
      className={classes.problem}
      icon={<IconAlertCircle aria-hidden="true" />}
      title={codeLabel(error.code)}
    >
      {safeText(error.message, 1000)}
    </Alert>
  );
}
