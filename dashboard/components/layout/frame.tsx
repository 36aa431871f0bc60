import { Container } from '@mantine/core';
import type { ReactNode } from 'react';
import { version } from '../../package.json';
import classes from './frame.module.css';
import { Header } from './header.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { SessionEnded } from './session-ended.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { StickyTop } from './sticky-top.tsx';

/** The frame around every page. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <StickyTop>
        <Header />
        <SessionEnded />
        <OutageBanner />
      </StickyTop>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Container px={{ base: 'sm', sm: 'lg' }} py={{ base: 'sm', sm: 'lg' }}>
          {children}
        </Container>
      </main>
      <footer className={classes.footer}>
        <Container px={{ base: 'sm', sm: 'lg' }} className={classes.footerBar}>
          <span>Feedflow {version}</span>
          <Shortcuts />
        </Container>
      </footer>
    </div>
  );
}
