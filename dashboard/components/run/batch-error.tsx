'use client';

import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';
import { safeText } from '../../lib/format/text.ts';
import { ErrorAlert } from '../ui/error-alert.tsx';
import classes from './failures.module.css';

const FIRST_LINES = 3;
const FIRST_CHARACTERS = 300;
const ALL_CHARACTERS = 10_000;

/** Why a batch failed: the kind of error and its first lines, the whole message on demand. */
export function BatchError({ error }: { error: { code: string; message: string } }) {
  const [all, setAll] = useState(false);
  const whole = safeText(error.message, ALL_CHARACTERS).trim();
  const first = safeText(whole.split('\n').slice(0, FIRST_LINES).join('\n'), FIRST_CHARACTERS);
  return (
    <ErrorAlert code={error.code}>
      <Text size="sm" className={classes.error}>
        {all ? whole : first}
      </Text>
      {whole !== first && (
        <Anchor component="button" type="button" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show less' : 'Show all'}
        </Anchor>
      )}
    </ErrorAlert>
  );
}
