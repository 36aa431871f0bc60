'use client';

import { Button, Group, Paper, Select, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { queries } from '../../lib/api/browser.ts';
import { safeText } from '../../lib/format/text.ts';
import type { ChangeFilters } from '../../lib/lists/change-filters.ts';
import { type AuditFilters, auditFilterParsers } from '../../lib/system/audit-filters.ts';
import { DebouncedField } from '../ui/debounced-field.tsx';
import { AuditEntries } from './audit-entries.tsx';
import { ACTIONS } from './audit-table.tsx';

/** Who did what, to which target, and with what result. */
export function AuditLog() {
  const [filters, setFilters] = useQueryStates(auditFilterParsers);
  const log = useInfiniteQuery(queries.audit(filters));
  return (
    <Paper component="section" aria-labelledby="audit">
      <Group justify="space-between" p="md" pb="xs" gap="xs">
        <Title order={2} id="audit">
          Audit log
        </Title>
        <Group gap="xs">
          <AuditFilterFields filters={filters} onChange={setFilters} />
          <Button size="xs" variant="default" loading={log.isRefetching} onClick={() => void log.refetch()}>
            Refresh
          </Button>
        </Group>
      </Group>
      <AuditEntries
        filters={filters}
        none={
          filters.action || filters.target
            ? 'No entries match the filters.'
            : 'No entries yet. Imports, re-runs, cancellations, source changes and logins are recorded here; scheduled runs are not.'
        }
      />
    </Paper>
  );
}

const ACTION_CHOICES = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));

function AuditFilterFields({
  filters: { action, target },
  onChange,
}: {
  filters: AuditFilters;
  onChange: ChangeFilters<AuditFilters>;
}) {
  // An action from the URL is shown and can be cleared, even if it does not exist.
  const unknown = action !== null && !Object.hasOwn(ACTIONS, action);
  const choices = unknown
    ? ACTION_CHOICES.concat({ value: action, label: safeText(action, 60) })
    : ACTION_CHOICES;
  return (
    <>
      <Select
        aria-label="Action"
        placeholder="Any action"
        size="xs"
        w={160}
        clearable
        data={choices}
        value={action}
        onChange={(chosen) => onChange({ action: chosen })}
      />
      <DebouncedField
        aria-label="Target"
        placeholder="Source name or run ID"
        size="xs"
        w={180}
        value={target}
        onChange={(typed, options) => onChange({ target: typed }, options)}
      />
    </>
  );
}
