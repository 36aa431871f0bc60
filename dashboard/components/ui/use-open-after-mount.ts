'use client';

import { useMounted } from '@mantine/hooks';

/**
 * What to give a dialog that is loaded only when it is opened: one that is open from its first moment has not
 * seen where the focus was, and cannot give it back.
 */
export function useOpenAfterMount(opened: boolean): boolean {
  const mounted = useMounted();
  return opened && mounted;
}
