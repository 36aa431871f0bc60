'use client';

import { dialectNames } from '@feedflow/shared/model/dialects';
import { Select } from '@mantine/core';
import type { FieldProps } from './field-props.ts';

/** No dialect has this name. */
const DETECT = 'detect';

/** The dialect of the feed, which is normally detected. */
export function DialectField({ draft, faults, change }: FieldProps) {
  const names = new Set<string>(dialectNames);
  // One that this version does not know is kept.
  if (draft.dialect !== '') names.add(draft.dialect);
  return (
    <Select
      label="Dialect"
      description="Set one only if the preview detects a wrong one."
      searchable
      allowDeselect={false}
      nothingFoundMessage="No such dialect"
      data={[{ value: DETECT, label: 'Detect automatically' }, ...names]}
      value={draft.dialect || DETECT}
      error={faults['dialect']}
      onChange={(dialect) => change({ dialect: dialect === null || dialect === DETECT ? '' : dialect })}
    />
  );
}
