'use client';

import { Anchor, Code, Table } from '@mantine/core';
import Link from 'next/link';
import { Fragment, useState } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { RecordLink } from '../ui/record-link.tsx';
import classes from './failures.module.css';
import { RawRecord } from './raw-record.tsx';
import { useLinkWith } from './use-url-state.ts';

type Sample = Run['failures'][number];

/** Samples of failed records; `withBatch` adds a link to the batch of each. */
export function FailureSamples({
  runId,
  samples,
  withBatch = false,
}: {
  runId: string;
  samples: Sample[];
  withBatch?: boolean;
}) {
  const [opened, setOpened] = useState<number | null>(null);
  // A failed batch has neither a record nor a field.
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
          // Samples are only appended: the index identifies them.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Fragment key={index}>
            <Table.Tr>
              {!withBatch && (
                <Table.Td data-column="reason" title={sample.stage}>
                  {codeLabel(sample.reasonCode)}
                </Table.Td>
              )}
              {withRecord && (
                <Table.Td
                  data-label="Record"
                  title={sample.dedupeKey ? `dedupeKey ${sample.dedupeKey}` : undefined}
                >
                  <RecordName
                    sample={sample}
                    opened={opened === index}
                    onToggle={() => setOpened(opened === index ? null : index)}
                  />
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
            {opened === index && sample.position !== null && (
              <Table.Tr>
                <Table.Td data-column="raw" colSpan={5}>
                  <RawRecord runId={runId} position={sample.position} />
                </Table.Td>
              </Table.Tr>
            )}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The name of a record, with its link; opens its raw text if its position in the feed is known. */
function RecordName({
  sample: { externalId, jobUrl, position },
  opened,
  onToggle,
}: {
  sample: Sample;
  opened: boolean;
  onToggle: () => void;
}) {
  const ordinal = position === null ? '–' : `no. ${position + 1}`;
  const name = externalId ? safeText(externalId, 40) : ordinal;
  const link = <RecordLink name={`record ${name}`} address={jobUrl} />;
  if (position === null)
    return (
      <>
        {name}
        {link}
      </>
    );
  return (
    <>
      <Anchor
        component="button"
        type="button"
        inherit
        aria-expanded={opened}
        aria-label={`Raw record ${name}`}
        onClick={onToggle}
      >
        {name}
      </Anchor>
      {link}
    </>
  );
}

/** Opens the batch panel. */
function BatchLink({ batchIndex }: { batchIndex: number | null }) {
  const linkWith = useLinkWith();
  if (batchIndex === null) return '–';
  return (
    <Anchor
      component={Link}
      href={linkWith('batch', batchIndex)}
      scroll={false}
      inherit
      aria-label={`Batch ${batchIndex}`}
    >
      {batchIndex}
    </Anchor>
  );
}
