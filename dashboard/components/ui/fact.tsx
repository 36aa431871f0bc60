import { Code, DataList } from '@mantine/core';
import type { ReactNode } from 'react';
import { safeText } from '../../lib/format/text.ts';

/** One labelled value of a data list. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{name}</DataList.ItemLabel>
      <DataList.ItemValue style={{ overflowWrap: 'anywhere', minWidth: 0 }}>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}

/** A value that is shown verbatim, such as one from a foreign server; nothing if it is missing. */
export function TextFact({ name, value }: { name: string; value: string | null }) {
  if (!value) return null;
  return (
    <Fact name={name}>
      <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{safeText(value, 200)}</Code>
    </Fact>
  );
}
