import { Container } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './frame.module.css';
import { Header } from './header.tsx';

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <Header />
      <main id="content" tabIndex={-1} className={classes.main}>
        <Container px={{ base: 'sm', sm: 'lg' }} py={{ base: 'sm', sm: 'lg' }}>
          {children}
        </Container>
      </main>
    </>
  );
}
