'use client';

import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import type { FeedPreview, SourceItem } from '../../lib/api/types.ts';
import { previewOf, type SourceDraft } from '../../lib/sources/draft.ts';

export interface ShownPreview {
  preview: FeedPreview | undefined;
  isPending: boolean;
  isIdle: boolean;
  error: unknown;
  /** The last preview that succeeded, and the mapping that it was made with, as JSON; null for none. */
  last: { preview: FeedPreview; mapping: string } | null;
  /** The element that shows it. */
  panel: RefObject<HTMLElement | null>;
  /**
   * @param options.records the most to read; the API's default if it is left out
   * @param options.stay whether the panel is not scrolled to. @default false
   */
  show: (draft: SourceDraft, options?: { records?: number; stay?: boolean }) => void;
}

/**
 * The preview of a feed. Where its panel is out of view, it is scrolled to and focused with each result.
 *
 * @param onPreview called with each preview and the URL of the feed
 */
export function useFeedPreview(
  source: SourceItem | null,
  onPreview: (url: string, preview: FeedPreview) => void,
): ShownPreview {
  const panel = useRef<HTMLElement>(null);
  const [last, setLast] = useState<ShownPreview['last']>(null);
  const { data, variables, isPending, isIdle, error, mutate } = useMutation({
    mutationFn: ({ draft, records }: { draft: SourceDraft; records?: number; stay?: boolean }) =>
      commands.previewFeed({ ...previewOf(draft, source), records, evidence: true }),
    onSuccess: (preview, { draft }) => {
      setLast({ preview, mapping: draft.mapping });
      onPreview(draft.url, preview);
    },
  });
  const stay = variables?.stay === true;
  useEffect(() => {
    const shown = panel.current;
    if (stay || (!data && !error && !isPending) || !shown || isInView(shown)) return;
    shown.scrollIntoView({ block: 'start' });
    shown.focus({ preventScroll: true });
  }, [data, error, isPending, stay]);
  return {
    preview: data,
    isPending,
    isIdle,
    error,
    last,
    panel,
    show: (draft, options) => mutate({ draft, ...options }),
  };
}

/** Whether the beginning of an element is in the upper half of the window. */
function isInView(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}
