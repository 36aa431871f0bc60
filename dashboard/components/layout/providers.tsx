'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { outages } from '../../lib/api/browser.ts';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { theme } from '../../lib/theme.ts';
import { RenderedAt } from '../ui/now.tsx';
import { type Access, AccessProvider } from './access.tsx';
import { LiveProvider } from './live.tsx';

// There are no notifications before the first action.
const Notifications = dynamic(() => import('@mantine/notifications').then((all) => all.Notifications), {
  ssr: false,
});

export interface ProvidersProps {
  /** The server's time at rendering, in milliseconds since 1970. */
  renderedAtMs: number;
  access: Access;
  children: ReactNode;
}

/** The context providers of all pages. */
export function Providers({ renderedAtMs, access, children }: ProvidersProps) {
  const [queryClient] = useState(() => createQueryClient(() => outages.parts().length > 0));
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <RenderedAt value={renderedAtMs}>
        <AccessProvider value={access}>
          <QueryClientProvider client={queryClient}>
            <NuqsAdapter>
              <LiveProvider>
                <Notifications position="bottom-right" limit={4} />
                {children}
              </LiveProvider>
            </NuqsAdapter>
          </QueryClientProvider>
        </AccessProvider>
      </RenderedAt>
    </MantineProvider>
  );
}
