'use client';

import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { commands } from '../../lib/api/browser.ts';
import type { FeedPreview, SourceItem } from '../../lib/api/types.ts';
import { previewOf, type SourceDraft } from '../../lib/sources/draft.ts';

export interface ShownPreview {
  preview: FeedPreview | undefined;
  isPending: boolean;
  isIdle: boolean;
  error: unknown;
  /** The element that shows it. */
  panel: RefObject<HTMLElement | null>;
  /** @param records the most to read; the API's default if it is left out */
  show: (draft: SourceDraft, records?: number) => void;
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
  const { data, isPending, isIdle, error, mutate } = useMutation({
    mutationFn: ({ draft, records }: { draft: SourceDraft; records: number | undefined }) =>
      commands.previewFeed({ ...previewOf(draft, source), records }),
    onSuccess: (preview, { draft }) => onPreview(draft.url, preview),
  });
  useEffect(() => {
    const shown = panel.current;
    if ((!data && !error && !isPending) || !shown || isInView(shown)) return;
    shown.scrollIntoView({ block: 'start' });
    shown.focus({ preventScroll: true });
  }, [data, error, isPending]);
  return {
    preview: data,
    isPending,
    isIdle,
    error,
    panel,
    show: (draft, records) => mutate({ draft, records }),
  };
}

/** Whether the beginning of an element is in the upper half of the window. */
function isInView(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}
