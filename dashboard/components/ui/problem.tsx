import { Alert } from '@mantine/core';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { IconAlertCircle } from './icons.ts';
import classes from './problem.module.css';

/** A named error of a run or a batch: its code in words and its message. */
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
