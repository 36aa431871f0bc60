'use client';

import { useEffect } from 'react';

/**
 * For a dialog that may remove the element that opened it: if the focus is lost, it moves to the page's content.
 *
 * @returns the function to call when the dialog has closed
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
