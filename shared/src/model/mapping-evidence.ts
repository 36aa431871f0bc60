import { z } from 'zod';
import { previewLimits } from './preview-limits.ts';
import type { RecordValue } from './record-node.ts';
import { count } from './scalars.ts';

const { rawRecords, candidates, readings } = previewLimits;

/** What helps to map the fields of a feed: its first records, and what is known of the fields in them. */
export const mappingEvidence = z.object({
  /** The first records. */
  records: z
    .array(
      z.object({
        position: count,
        fields: z
          .record(z.string(), z.custom<RecordValue>())
          .describe(
            'The elements of the record by name in lower case, attributes as "@name", its own text as "#text". A value is a text, an object of the same kind, or a list of them.',
          ),
        cut: z.boolean().describe('Whether texts or elements were left out of `fields`.'),
        values: z
          .record(z.string(), z.string())
          .describe('Per field of a job, what was read from this record, as shortened text.'),
      }),
    )
    .max(rawRecords),
  /** Records that the numbers below are about. */
  sampled: count,
  detected: z
    .record(z.string(), z.string())
    .describe('Per field of a mapping, the path that is read without a mapping.'),
  candidates: z
    .record(z.string(), z.array(z.object({ path: z.string(), records: count })).max(candidates))
    .describe('Per field of a mapping, paths that may be it, and in how many records they have a text.'),
  fields: z
    .record(
      z.string(),
      z.object({
        records: count.describe('Records in which the paths of the field have a text.'),
        unread: count.describe('Those whose text is no value of this field, such as a date or an amount.'),
        sample: z.string().nullable().describe('One of these texts.'),
      }),
    )
    .describe('Per field of a mapping, as it was read.'),
  readings: z
    .array(
      z.object({
        text: z.string(),
        date: z.string().nullable(),
        lastDay: z.string().nullable(),
        salary: z.string().nullable(),
      }),
    )
    .max(readings)
    .describe('Texts of the records that can be read as a date, a last day or a salary.'),
});
export type MappingEvidence = z.infer<typeof mappingEvidence>;
