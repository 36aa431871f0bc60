import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { fieldStates, type PreviewedMapping } from '../../../lib/mapping/field-values.ts';
import { FieldList } from './field-list.tsx';

function markupOf(shown: PreviewedMapping | null): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <FieldList states={fieldStates(null, shown)} chosen="title" onChoose={() => undefined}>
        {null}
      </FieldList>
    </MantineProvider>,
  );
}

test('a field is not found only in records that were read', () => {
  const evidence = { detected: {}, fields: {}, readings: [], sampled: 0, records: [] };
  expect(markupOf(null)).not.toContain('Not found');
  expect(markupOf({ evidence: evidence as never, mapping: null })).not.toContain('Not found');
  const record = { position: 0, values: {}, fields: { name: 'job', children: [] } };
  const read = { ...evidence, sampled: 1, records: [record] };
  expect(markupOf({ evidence: read as never, mapping: null })).toContain('Not found');
});
