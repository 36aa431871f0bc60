'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../lib/api/browser.ts';

/** The filter by source. What the URL asks for can always be seen and cleared, whether there is such a source or not. */
export function SourceField({
  source,
  className,
  onChange,
}: {
  source: string | null;
  className?: string;
  onChange: (source: string | null) => void;
}) {
  // Read once somebody looks: what is asked for can be shown without.
  const [looked, setLooked] = useState(false);
  const sources = useQuery({ ...queries.sources(), enabled: looked });
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
      onFocus={() => setLooked(true)}
      onMouseEnter={() => setLooked(true)}
      data={[...names]}
      value={source}
      onChange={onChange}
    />
  );
}

/** What is said in place of sources that match: there is none, they are being read, or they cannot be. */
export function noSourcesMessage({ isPending, isError }: { isPending: boolean; isError: boolean }): string {
  if (isError) return 'Could not load the sources';
  return isPending ? 'Loading sources…' : 'No matching source';
}
