import type { SourceDraft } from '../../lib/sources/draft.ts';

/** What every group of fields in the form of a source takes. */
export interface FieldProps {
  draft: SourceDraft;
  /** What the API found wrong, by field. */
  faults: Record<string, string>;
  change: (change: Partial<SourceDraft>) => void;
}
