'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../lib/api/browser.ts';

/** The filter by source. A source from the URL is always shown and can be cleared, even if it does not exist. */
export function SourceField({
  source,
  className,
  onChange,
}: {
  source: string | null;
  className?: string;
  onChange: (source: string | null) => void;
}) {
  // Loaded on the first interaction: the selected name can be shown without.
  const [touched, setTouched] = useState(false);
  const sources = useQuery({ ...queries.sources(), enabled: touched });
  const names = new Set(sources.data?.map(({ name }) => name));
  if (source) names.add(source);
  return (
    <Select
      aria-label="Source"
      placeholder="Any source"
      size="xs"
      className={className}
      clearable
      searchable
      limit={100}
      nothingFoundMessage={noSourcesMessage(sources)}
      onFocus={() => setTouched(true)}
      onMouseEnter={() => setTouched(true)}
      data={[...names]}
      value={source}
      onChange={onChange}
    />
  );
}

/** The message in place of matching sources: none matches, they are loading, or loading failed. */
export function noSourcesMessage({ isPending, isError }: { isPending: boolean; isError: boolean }): string {
  if (isError) return 'Could not load the sources';
  return isPending ? 'Loading sources…' : 'No matching source';
}
