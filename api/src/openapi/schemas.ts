import { problem } from '@feedflow/shared/api/problem';
import { auditEntry } from '@feedflow/shared/model/audit-entry';
import { batchDetails, importBatch } from '@feedflow/shared/model/batch';
import { batchMap } from '@feedflow/shared/model/batch-map';
import { failureGroup, keptFailure } from '@feedflow/shared/model/failure-group';
import { feedPreview } from '@feedflow/shared/model/feed-preview';
import { jobDetails, jobSummary } from '@feedflow/shared/model/job-view';
import { importLogSummary, runDetails } from '@feedflow/shared/model/run';
import { runLogEntry } from '@feedflow/shared/model/run-log';
import { runFigures } from '@feedflow/shared/model/run-stats';
import { sourceDetails } from '@feedflow/shared/model/source';
import { queueCounts } from '@feedflow/shared/model/system-health';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Schemas that get a name of their own in the description; all others are written out where they are used. */
const NAMED = {
  Problem: problem,
  Source: sourceDetails,
  Run: runDetails,
  RunSummary: importLogSummary,
  RunLogEntry: runLogEntry,
  Batch: importBatch,
  BatchDetails: batchDetails,
  BatchMap: batchMap,
  KeptFailure: keptFailure,
  FailureGroup: failureGroup,
  RunFigures: runFigures,
  Job: jobDetails,
  JobSummary: jobSummary,
  FeedPreview: feedPreview,
  AuditEntry: auditEntry,
  QueueCounts: queueCounts,
};

for (const [id, schema] of Object.entries(NAMED)) z.globalRegistry.add(schema, { id });

/** Turns zod schemas into JSON Schema, and collects the named ones they refer to. */
export function createSchemaCollector() {
  const components: Record<string, JsonSchema> = {};

  return {
    components,
    /**
     * @param io 'input' for what a client sends, where a default makes a field optional; 'output' for responses
     */
    add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
      const {
        $schema: _,
        $defs = {},
        ...own
      } = z.toJSONSchema(schema, {
        io,
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }) => {
          // JSON has no dates: they are sent as text.
          if (zodSchema._zod.def.type === 'date')
            Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
        },
      });
      for (const [name, named] of Object.entries($defs)) components[name] = tidy(named);
      return tidy(own);
    },
  };
}

/** Points references at the document's components, and drops what JSON Schema has no word for. */
function tidy(schema: unknown): JsonSchema {
  const text = JSON.stringify(schema, (name, value) => {
    if (name === 'id') return typeof value === 'string' ? undefined : value;
    if (value?.text === true) return { ...value, text: undefined, format: undefined };
    return value;
  });
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}
