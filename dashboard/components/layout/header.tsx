'use client';

import { Container } from '@mantine/core';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { SECTIONS } from '../../lib/sections.ts';
import classes from './frame.module.css';

// Menus and tooltips need much code, and the page does not wait for it: the server renders them.
const HeaderTools = dynamic(() => import('./header-tools.tsx').then((module) => module.HeaderTools), {
  // CSS reserves the room; without a fallback the whole page would wait for them.
  loading: () => null,
});

export function Header() {
  const pathname = usePathname();
  const atLogin = pathname === '/login';
  return (
    <header className={classes.header}>
      <Container px={{ base: 'sm', sm: 'lg' }} className={classes.bar}>
        <Link href="/" className={classes.brand} aria-label="Feedflow home">
          <Mark />
          <span className={classes.word}>Feedflow</span>
        </Link>
        {!atLogin && (
          <nav className={classes.nav} aria-label="Sections">
            {SECTIONS.map((section) => (
              <Link
                key={section.href}
                href={section.href}
                className={classes.link}
                aria-current={isIn(section.href, pathname) ? 'page' : undefined}
              >
                {section.label}
              </Link>
            ))}
          </nav>
        )}
        <div className={classes.tools}>
          <HeaderTools />
        </div>
      </Container>
    </header>
  );
}

function isIn(section: string, pathname: string): boolean {
  return section === '/' ? pathname === '/' : pathname.startsWith(section);
}

function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <path d="M8 10h16M8 16h11M8 22h6" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
