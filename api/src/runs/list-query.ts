import type { RunFilters } from '@feedflow/shared/api/runs';
import type { RunFilter } from '@feedflow/shared/mongo/runs/run-list';

export function toRunFilter({ source, status, trigger, from, to, warning, text }: RunFilters): RunFilter {
  return { sourceName: source, statuses: status, trigger, from, to, warning, text };
}
