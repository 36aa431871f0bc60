import { z } from 'zod';
import type { Read } from './read.ts';

const importStarted = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string(), sourceUrl: z.string() })),
  skipped: z.array(z.object({ sourceName: z.string(), reason: z.string(), runId: z.string().nullish() })),
});
export type ImportStarted = z.infer<typeof importStarted>;

/** Starts a run of one source by name, or of all enabled sources for null. Throws ApiFailure. */
export function startImport(read: Read, source: string | null): Promise<ImportStarted> {
  return read('/api/import/run', importStarted, { body: source === null ? {} : { source } });
}
