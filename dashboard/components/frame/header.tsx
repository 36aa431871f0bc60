'use client';

import { Container, Group } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import classes from './frame.module.css';
import { LiveChip } from './live-chip.tsx';

/** The sections of the dashboard, in the order they are offered. */
const SECTIONS = [
  { href: '/runs', label: 'Runs' },
  { href: '/sources', label: 'Sources' },
] as const;

export function Header() {
  const pathname = usePathname();
  return (
    <header className={classes.header}>
      <Container px={{ base: 'sm', sm: 'lg' }} className={classes.bar}>
        <Link href="/runs" className={classes.brand} aria-label="Feedflow, to the runs">
          <Mark />
          <span className={classes.word}>Feedflow</span>
        </Link>
        <nav className={classes.nav} aria-label="Sections">
          {SECTIONS.map((section) => (
            <Link
              key={section.href}
              href={section.href}
              className={classes.link}
              aria-current={pathname.startsWith(section.href) ? 'page' : undefined}
            >
              {section.label}
            </Link>
          ))}
        </nav>
        <Group gap="xs" wrap="nowrap">
          <LiveChip />
          <ColorSchemeMenu />
        </Group>
      </Container>
    </header>
  );
}

function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <path d="M8 10h16M8 16h11M8 22h6" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
