import '@mantine/core/styles.layer.css';
import '@mantine/charts/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Frame } from '../components/frame/frame.tsx';
import { Providers } from '../components/frame/providers.tsx';

export const metadata: Metadata = {
  title: { default: 'Feedflow', template: '%s · Feedflow' },
  description: 'Every import run of every job feed, live.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <Providers renderedAtMs={Date.now()}>
          <Frame>{children}</Frame>
        </Providers>
      </body>
    </html>
  );
}
