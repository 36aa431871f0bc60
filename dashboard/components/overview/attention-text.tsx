'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { Attention } from '../../lib/overview/attention-item.ts';
import { IconAlertTriangle, IconCircleX } from '../ui/icons.ts';
import classes from './attention.module.css';

/** The icon of an attention item, its title as a link that covers the row, and its detail. */
export function AttentionText({ item: { level, title, detail, href } }: { item: Attention }) {
  const Icon = level === 'failed' ? IconCircleX : IconAlertTriangle;
  return (
    <>
      <Icon size={18} stroke={1.75} className={classes.icon} aria-hidden="true" />
      <div className={classes.what}>
        <Anchor component={Link} href={href} prefetch={false} size="sm" className={classes.link}>
          {title}
        </Anchor>
        {detail && (
          <Text size="xs" c="dimmed">
            {detail}
          </Text>
        )}
      </div>
    </>
  );
}
