import './mantine.css';
import '@mantine/charts/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '../components/layout/frame.tsx';
import { Providers } from '../components/layout/providers.tsx';
import { apiSession } from '../server/api-session.ts';
import { roleOf } from '../server/session/visitor.ts';
import { readSettings } from '../server/settings.ts';

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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const requestHeaders = await headers();
  const nonce = requestHeaders.get('x-nonce') ?? undefined;
  const { login } = readSettings();
  const role = await roleOf(requestHeaders, login);
  const access = { role, loginRequired: login !== null, api: role && (await apiSession(role)) };
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers renderedAtMs={Date.now()} access={access}>
          <Frame>{children}</Frame>
        </Providers>
      </body>
    </html>
  );
}
