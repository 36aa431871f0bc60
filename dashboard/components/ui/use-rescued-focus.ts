'use client';

import { useEffect } from 'react';

/**
 * For a dialog that may take away what opened it, or itself: where the focus is lost by that, it is on the
 * page's content and not at the head of the document.
 *
 * @returns what to call when the dialog has closed
 */
export function useRescuedFocus(): () => void {
  useEffect(() => rescue, []);
  return rescue;
}

function rescue(): void {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body)
    document.getElementById('content')?.focus({ preventScroll: true });
}
