'use client';

import { Drawer, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { useOpenAfterMount } from '../ui/use-open-after-mount.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { SourceForm } from './source-form.tsx';

/** The form of a source, beside the list; a new one where `source` is null. Unsaved changes are asked about. */
export function SourceDrawer({
  opened,
  source,
  onClose,
}: {
  opened: boolean;
  source: SourceItem | null;
  onClose: () => void;
}) {
  const [isDirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  useLeaveWarning(opened && isDirty, () => setAsking(true));
  // After the event: the same Escape would reach the other dialog, too.
  const askLater = (next: boolean) => void setTimeout(() => setAsking(next));
  const close = () => {
    setAsking(false);
    setDirty(false);
    onClose();
  };
  return (
    <>
      <Drawer
        opened={useOpenAfterMount(opened)}
        onClose={() => (isDirty ? askLater(true) : close())}
        position="right"
        size="76rem"
        // A click beside the form must not discard the input.
        closeOnClickOutside={false}
        // The dialog above it has the key.
        closeOnEscape={!asking}
        title={<Text fw={650}>{source ? `Edit ${safeText(source.name, 100)}` : 'Add source'}</Text>}
        overlayProps={{ backgroundOpacity: 0.25 }}
      >
        <SourceForm key={source?.name ?? ''} source={source} onDirty={setDirty} onDone={close} />
      </Drawer>
      <DiscardDialog opened={asking} onKeep={() => askLater(false)} onDiscard={close} />
    </>
  );
}

/** Lets the browser ask before the page is left, and asks instead of going back or forward within the dashboard. */
function useLeaveWarning(isNeeded: boolean, ask: () => void): void {
  const onStay = useEffectEvent(ask);
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const stay = (event: NavigateEvent) => {
      // A browser lets a page stay once; the next time, only after a click or key in it.
      if (event.navigationType !== 'traverse' || !event.cancelable) return;
      event.preventDefault();
      onStay();
    };
    const navigation = 'navigation' in window ? window.navigation : null;
    window.addEventListener('beforeunload', warn);
    navigation?.addEventListener('navigate', stay);
    return () => {
      window.removeEventListener('beforeunload', warn);
      navigation?.removeEventListener('navigate', stay);
    };
  }, [isNeeded]);
}
