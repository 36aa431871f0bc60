import { inputLimits } from '@feedflow/shared/model/input-limits';
import { parseAsString } from 'nuqs/server';

const pushed = parseAsString.withOptions({ history: 'push' });

/** The filters of the audit log as URL parameters. */
export const auditFilterParsers = { action: pushed, target: pushed };

export interface AuditFilters {
  /** A command, as the API names it. */
  action: string | null;
  /** The name of a source, a run id or a URL. */
  target: string | null;
}

/** The filters as the API takes them: what it would refuse is cut, so that it matches nothing. */
export function auditQuery({ action, target }: AuditFilters) {
  return {
    command: action?.slice(0, inputLimits.filterTextLength) || null,
    target: target?.slice(0, inputLimits.urlLength) || null,
  };
}
