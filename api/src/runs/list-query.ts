import type { RunFilters, RunSort } from '@feedflow/shared/api/runs';
import type { RunFilter, RunSort as StoredRunSort } from '@feedflow/shared/mongo/runs/run-list';

export function toRunFilter({ source, status, trigger, from, to, warning, text }: RunFilters): RunFilter {
  return { sourceName: source, statuses: status, trigger, from, to, warning, text };
}

export function toRunSort(sort: RunSort): StoredRunSort {
  const by = sort.replace('-', '') as StoredRunSort['by'];
  return { by, order: sort.startsWith('-') ? 'desc' : 'asc' };
}
