'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { outages } from '../../lib/api/browser.ts';

/** Renders the page again when an outage ends: for a page that the server renders, whose data is no query. */
export function RefreshAfterOutage() {
  const { refresh } = useRouter();
  useEffect(
    () =>
      outages.subscribe(() => {
        if (outages.parts().length === 0) refresh();
      }),
    [refresh],
  );
  return null;
}
