'use client';

import { useMounted } from '@mantine/hooks';

/**
 * The `opened` prop for a dialog that is loaded or rendered on demand. A dialog that is open on its first render has not
 * recorded the focused element and could not restore the focus.
 */
export function useOpenAfterMount(opened: boolean): boolean {
  const mounted = useMounted();
  return opened && mounted;
}
