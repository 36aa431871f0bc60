import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../lib/api/queries.ts';
import { formatCount } from '../../lib/format/number.ts';
import { codeInWords, safeText } from '../../lib/format/text.ts';
import { RelativeTime } from '../show/time.tsx';
import classes from './settings.module.css';

const COMMANDS: Record<string, string> = {
  startImport: 'Run import',
  rerunBatches: 'Re-run batches',
  cancelRun: 'Cancel run',
  addSource: 'Add source',
  changeSource: 'Change source',
  removeSource: 'Delete source',
  enableSource: 'Enable source',
  disableSource: 'Disable source',
  previewFeed: 'Preview feed',
};
const COLUMNS = ['When', 'Who', 'Command', 'On', 'How many', 'Reason', 'Outcome'];

/** One row per command; on a narrow screen each becomes a card. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table className={classes.audit}>
      <thead>
        <tr>
          {COLUMNS.map((label) => (
            <th key={label} data-numeric={label === 'How many' || undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.auditId} data-audit={entry.auditId}>
            <EntryCells entry={entry} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EntryCells({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <Cell label="When">
        <RelativeTime at={entry.at} />
      </Cell>
      <Cell label="Who">
        {safeText(entry.client, 60)}
        <Text span size="xs" c="dimmed">
          {' '}
          {safeText(entry.address, 60)}
        </Text>
      </Cell>
      <Cell label="Command">
        {Object.hasOwn(COMMANDS, entry.command) ? COMMANDS[entry.command] : safeText(entry.command, 60)}
      </Cell>
      <Cell label="On">
        <Target target={entry.target} />
      </Cell>
      <Cell label="How many" number>
        {entry.count === null ? '–' : formatCount(entry.count)}
      </Cell>
      <Cell label="Reason">{entry.reason ? safeText(entry.reason, 500) : '–'}</Cell>
      <Cell label="Outcome">
        <span className={classes.outcome} data-done={entry.outcome === 'done'}>
          {codeInWords(entry.outcome)}
        </span>
      </Cell>
    </>
  );
}

function Cell({ label, number, children }: { label: string; number?: boolean; children: ReactNode }) {
  return (
    <td data-label={label} data-numeric={number}>
      {children}
    </td>
  );
}

/** A run leads to its page; everything else is told as it is. */
function Target({ target }: { target: string | null }) {
  if (target === null) return '–';
  if (!/^[0-9a-f]{24}$/.test(target)) return safeText(target, 120);
  return (
    <Anchor component={Link} href={`/runs/${target}`} prefetch={false} size="sm" ff="monospace">
      {target}
    </Anchor>
  );
}
