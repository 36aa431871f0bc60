'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { theme } from '../../lib/theme.ts';
import { RenderedAt } from '../show/now.tsx';
import { LiveProvider } from './live.tsx';

/** Everything that pages need around them. `renderedAtMs` is the server's time at rendering. */
export function Providers({ renderedAtMs, children }: { renderedAtMs: number; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <RenderedAt value={renderedAtMs}>
        <QueryClientProvider client={queryClient}>
          <NuqsAdapter>
            <LiveProvider>
              <Notifications position="bottom-right" limit={4} />
              {children}
            </LiveProvider>
          </NuqsAdapter>
        </QueryClientProvider>
      </RenderedAt>
    </MantineProvider>
  );
}
