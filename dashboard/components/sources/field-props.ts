import type { SourceDraft } from '../../lib/sources/draft.ts';

/** The props of every group of fields in the source form. */
export interface FieldProps {
  draft: SourceDraft;
  /** The API's validation errors by field. */
  faults: Record<string, string>;
  change: (change: Partial<SourceDraft>) => void;
}
