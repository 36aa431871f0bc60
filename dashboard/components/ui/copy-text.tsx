'use client';

import { type ReactNode, useState } from 'react';

const SHOWN_MS = 2_000;

/** Gives `children` what copies a text, and whether it was just copied. */
export function CopyText({
  value,
  children,
}: {
  value: string;
  children: (state: { copied: boolean; copy: () => void }) => ReactNode;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Browsers have no clipboard where the dashboard is opened over plain http by another name.
      copySelected(value);
    }
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return children({ copied, copy: () => void copy() });
}

function copySelected(text: string): void {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}
