'use client';

import { Anchor, Code, Table } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import type { Run } from '../../lib/api/queries.ts';
import { codeInWords, safeText } from '../../lib/format/text.ts';
import classes from './failures.module.css';

type Sample = Run['failures'][number];

/** Kept samples of failed records; with the batch of each, as a link to its panel, where that is not plain anyway. */
export function FailureSamples({ samples, withBatch = false }: { samples: Sample[]; withBatch?: boolean }) {
  // A batch that failed as a whole is no record and has no field.
  const withRecord = samples.some((sample) => sample.externalId !== null || sample.position !== null);
  const withField = samples.some((sample) => sample.field !== null);
  return (
    <Table fz="xs" verticalSpacing={6} horizontalSpacing={8} className={classes.samples}>
      <Table.Thead>
        <Table.Tr>
          {!withBatch && <Table.Th>Reason</Table.Th>}
          {withRecord && <Table.Th>Record</Table.Th>}
          {withField && <Table.Th>Field</Table.Th>}
          {withBatch && <Table.Th>Batch</Table.Th>}
          <Table.Th>Message</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {samples.map((sample, index) => (
          // Samples are only ever appended: the index is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Table.Tr key={index}>
            {!withBatch && (
              <Table.Td data-column="reason" title={sample.stage}>
                {codeInWords(sample.reasonCode)}
              </Table.Td>
            )}
            {withRecord && (
              <Table.Td data-label="Record" title={sample.dedupeKey ? `Key ${sample.dedupeKey}` : undefined}>
                {recordName(sample)}
              </Table.Td>
            )}
            {withField && (
              <Table.Td data-label="Field">
                {sample.field ? <Code fz="xs">{safeText(sample.field, 40)}</Code> : '–'}
              </Table.Td>
            )}
            {withBatch && (
              <Table.Td data-label="Batch">
                <BatchLink batchIndex={sample.batchIndex} />
              </Table.Td>
            )}
            <Table.Td data-column="message">{safeText(sample.message, 300)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function recordName({ externalId, position }: Sample): string {
  if (externalId) return safeText(externalId, 40);
  return position === null ? '–' : `no. ${position + 1}`;
}

/** Opens the batch beside the page, which stays as it is. */
function BatchLink({ batchIndex }: { batchIndex: number | null }) {
  const params = new URLSearchParams(useSearchParams());
  if (batchIndex === null) return '–';
  params.set('batch', String(batchIndex));
  return (
    <Anchor component={Link} href={`?${params}`} scroll={false} inherit aria-label={`Batch ${batchIndex}`}>
      {batchIndex}
    </Anchor>
  );
}
