import { Anchor, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { SourceQuality } from '../../lib/api/types.ts';
import { capitalized, safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { LEVEL_LABELS } from '../../lib/sources/quality.ts';
import { IconAlertTriangle, IconCircleX } from '../ui/icons.ts';
import classes from './source-quality.module.css';

/** Why a source is not healthy, the worst first. Nothing if it is. */
export function SourceReasons({ quality: { health, judgedRunId } }: { quality: SourceQuality }) {
  if (health.reasons.length === 0) return null;
  return (
    <Paper p="md" component="section" aria-labelledby="health-reasons">
      <Title order={2} id="health-reasons" mb="xs">
        {health.level === 'failing' ? 'Why it is failing' : 'Why it has a warning'}
      </Title>
      <ul className={classes.reasons}>
        {health.reasons.map(({ code, level, field, message }) => {
          const Icon = level === 'failing' ? IconCircleX : IconAlertTriangle;
          return (
            <li key={`${code} ${field}`} data-reason={code} data-health={level}>
              <Icon size={16} stroke={2} aria-hidden="true" />
              <span>
                <b>{LEVEL_LABELS[level]}:</b> {capitalized(safeText(message, 400))}
              </span>
            </li>
          );
        })}
      </ul>
      {judgedRunId && (
        <Text size="xs" c="dimmed" mt="xs">
          Figures of the feed are from{' '}
          <Anchor component={Link} href={runHref(judgedRunId)} prefetch={false} underline="always" inherit>
            the last run that read it
          </Anchor>
          .
        </Text>
      )}
    </Paper>
  );
}
