'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
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
  const sources = useQuery(queries.sources());
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
      nothingFoundMessage="No such source"
      data={[...names]}
      value={source}
      onChange={onChange}
    />
  );
}
