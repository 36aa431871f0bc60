import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../lib/api/types.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { fieldLabel } from '../../lib/sources/field-label.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './system.module.css';

/** The label of each command. */
export const ACTIONS: Record<string, string> = {
  startImport: 'Run import',
  rerunBatches: 'Re-run batches',
  cancelRun: 'Cancel run',
  addSource: 'Add source',
  changeSource: 'Edit source',
  removeSource: 'Delete source',
  renameSource: 'Rename source',
  enableSource: 'Enable source',
  disableSource: 'Disable source',
  previewFeed: 'Preview feed',
  confirmRemoval: 'Close jobs',
  acknowledge: 'Acknowledge or snooze',
  removeAcknowledgement: 'Undo acknowledgement',
  logIn: 'Log in',
  logOut: 'Log out',
};
const ROLES: Record<string, string> = {
  command: 'Dashboard, full access',
  read: 'Dashboard, read only',
  open: 'Dashboard without login',
};
const COLUMNS = ['Time', 'User', 'Action', 'Target', 'Affected', 'Reason', 'Result'];

/** One row per action; on a narrow screen each becomes a card. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table className={classes.audit}>
      <thead>
        <tr>
          {COLUMNS.map((label) => (
            <th key={label} data-numeric={label === 'Affected' || undefined}>
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
      <Cell label="Time">
        <RelativeTime at={entry.at} />
      </Cell>
      <Cell label="User">
        <Actor entry={entry} />
      </Cell>
      <Cell label="Action">
        {Object.hasOwn(ACTIONS, entry.command) ? ACTIONS[entry.command] : safeText(entry.command, 60)}
      </Cell>
      <Cell label="Target" whole={hasLongChanges(entry.changes)}>
        <Target target={entry.target} />
        {entry.changes && <Changes changes={entry.changes} />}
      </Cell>
      <Cell label="Affected" number empty={entry.count === null}>
        {entry.count === null ? '–' : countLabel(entry.count)}
      </Cell>
      <Cell label="Reason" empty={!entry.reason}>
        {entry.reason ? safeText(entry.reason, 500) : '–'}
      </Cell>
      <Cell label="Result">
        <span className={classes.outcome} data-done={entry.outcome === 'done'}>
          {codeLabel(entry.outcome)}
        </span>
        {entry.times > 1 && (
          <Detail>
            {countLabel(entry.times)} times, last <RelativeTime at={entry.lastAt} />
          </Detail>
        )}
      </Cell>
    </>
  );
}

function Cell({
  label,
  number,
  whole,
  empty,
  children,
}: {
  label: string;
  number?: boolean;
  /** Whether it has a line of its own on a card. */
  whole?: boolean;
  /** Whether a card leaves it out. */
  empty?: boolean;
  children: ReactNode;
}) {
  return (
    <td
      data-label={label}
      data-numeric={number}
      data-card={whole ? 'whole' : undefined}
      data-empty={empty || undefined}
    >
      {children}
    </td>
  );
}

/** The user: the dashboard session with its browser, and the client that called the API. */
function Actor({ entry: { client, address, session, sessionAddress } }: { entry: AuditEntry }) {
  if (!session) {
    return (
      <>
        {clientLabel(client)}{' '}
        <Text span size="xs" c="dimmed">
          {safeText(address, 60)}
        </Text>
      </>
    );
  }
  const { name, id } = readSession(session);
  return (
    <>
      {name}
      <Detail>
        {[sessionAddress && safeText(sessionAddress, 60), id && `session ${id}`].filter(Boolean).join(', ')}
      </Detail>
      <Detail>
        by {clientLabel(client)} {safeText(address, 60)}
      </Detail>
    </>
  );
}

/** The name of a client; the API calls a client without a token "anyone". */
function clientLabel(client: string): string {
  return client === 'anyone' ? 'Anonymous' : safeText(client, 60);
}

/** The label and ID of a session in the audit log, which is `dashboard:ROLE:ID`; other clients are shown by name. */
function readSession(session: string): { name: string; id: string | null } {
  const [kind, role = '', id = null] = session.split(':');
  if (kind !== 'dashboard') return { name: safeText(session, 60), id: null };
  return { name: Object.hasOwn(ROLES, role) ? (ROLES[role] ?? '') : 'Dashboard', id: id && safeText(id, 20) };
}

/** Whether the changes need the width of a card: addresses and names do. */
function hasLongChanges(changes: AuditEntry['changes']): boolean {
  return changes !== null && Boolean(changes.url ?? changes.name);
}

/** The changed fields and URLs of a source. */
function Changes({
  changes: { fields, url, name, closedJobs, droppedSecrets, takenSecrets },
}: {
  changes: NonNullable<AuditEntry['changes']>;
}) {
  const others = fields.filter((field) => field !== 'url' && field !== 'name').map(fieldLabel);
  return (
    <>
      {name && (
        <Detail>
          <bdi>{safeText(name.from, 100)}</bdi> → <bdi>{safeText(name.to, 100)}</bdi>
        </Detail>
      )}
      {url && (
        <Detail>
          {[url.from, url.to]
            .filter((address) => address !== null)
            .map((address) => safeText(address, 300))
            .join(' → ')}
        </Detail>
      )}
      {closedJobs !== undefined && <Detail>{amountLabel(closedJobs, 'job')} closed</Detail>}
      {others.length > 0 && <Detail>Changed: {others.join(', ')}</Detail>}
      {droppedSecrets.length > 0 && (
        <Detail>Removed for the new server: {droppedSecrets.map(fieldLabel).join(', ')}</Detail>
      )}
      {takenSecrets.length > 0 && (
        <Detail>Sent to the new server: {takenSecrets.map(fieldLabel).join(', ')}</Detail>
      )}
    </>
  );
}

function Detail({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  );
}

/** A run ID links to its page; other targets are plain text. */
function Target({ target }: { target: string | null }) {
  if (target === null) return '–';
  if (!/^[0-9a-f]{24}$/.test(target)) return safeText(target, 120);
  return (
    <Anchor component={Link} href={runHref(target)} prefetch={false} size="sm" ff="monospace">
      {target}
    </Anchor>
  );
}
