'use client';

import { NativeSelect } from '@mantine/core';
import { PAGE_SIZE_COOKIE, PAGE_SIZES } from '../../lib/lists/page-size.ts';
import { remember } from '../../lib/lists/remember.ts';

/** Selects the number of rows per page; the browser remembers it for all lists. */
export function PageSize({
  of,
  size,
  onChange,
}: {
  /** What the rows are: "Runs". */
  of: string;
  size: number;
  onChange: (size: number) => void;
}) {
  const select = (selected: number) => {
    remember(PAGE_SIZE_COOKIE, String(selected));
    onChange(selected);
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={`${of} per page`}
      value={size}
      data={PAGE_SIZES.map((each) => ({ value: String(each), label: `${each} per page` }))}
      onChange={(event) => select(Number(event.currentTarget.value))}
    />
  );
}
