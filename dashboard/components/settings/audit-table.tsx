import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../lib/api/types.ts';
import { formatCount } from '../../lib/format/number.ts';
import { codeInWords, safeText } from '../../lib/format/text.ts';
import { readSession } from '../../lib/sessions.ts';
import { RelativeTime } from '../ui/time.tsx';
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
  confirmRemoval: 'Confirm removal',
  logIn: 'Log in',
  logOut: 'Log out',
};
const FIELDS: Record<string, string> = {
  url: 'address',
  intervalMinutes: 'interval',
  timezone: 'time zone',
  removeVanished: 'closing of vanished jobs',
  basicAuth: 'user name and password',
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
        <Actor entry={entry} />
      </Cell>
      <Cell label="Command">
        {Object.hasOwn(COMMANDS, entry.command) ? COMMANDS[entry.command] : safeText(entry.command, 60)}
      </Cell>
      <Cell label="On" whole={entry.changes !== null}>
        <Target target={entry.target} />
        {entry.changes && <Changes changes={entry.changes} />}
      </Cell>
      <Cell label="How many" number>
        {entry.count === null ? '–' : formatCount(entry.count)}
      </Cell>
      <Cell label="Reason">{entry.reason ? safeText(entry.reason, 500) : '–'}</Cell>
      <Cell label="Outcome">
        <span className={classes.outcome} data-done={entry.outcome === 'done'}>
          {codeInWords(entry.outcome)}
        </span>
        {entry.times > 1 && (
          <Detail>
            {formatCount(entry.times)} times, last <RelativeTime at={entry.lastAt} />
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
  children,
}: {
  label: string;
  number?: boolean;
  /** Whether it has a line of its own in a card. */
  whole?: boolean;
  children: ReactNode;
}) {
  return (
    <td data-label={label} data-numeric={number} data-card={whole ? 'whole' : undefined}>
      {children}
    </td>
  );
}

/** Who gave the command: the session of a dashboard with its browser, and the client that the API saw. */
function Actor({ entry: { client, address, session, sessionAddress } }: { entry: AuditEntry }) {
  if (!session) {
    return (
      <>
        {safeText(client, 60)}{' '}
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
        by {safeText(client, 60)} {safeText(address, 60)}
      </Detail>
    </>
  );
}

/** What the field names and addresses of a change come to, in words. */
function Changes({
  changes: { fields, url, droppedSecrets, takenSecrets },
}: {
  changes: NonNullable<AuditEntry['changes']>;
}) {
  const others = fields.filter((field) => field !== 'url').map(fieldInWords);
  return (
    <>
      {url && (
        <Detail>
          {[url.from, url.to]
            .filter((address) => address !== null)
            .map((address) => safeText(address, 300))
            .join(' → ')}
        </Detail>
      )}
      {others.length > 0 && <Detail>Changed: {others.join(', ')}</Detail>}
      {droppedSecrets.length > 0 && (
        <Detail>Removed for the new server: {droppedSecrets.map(fieldInWords).join(', ')}</Detail>
      )}
      {takenSecrets.length > 0 && (
        <Detail>Sent to the new server: {takenSecrets.map(fieldInWords).join(', ')}</Detail>
      )}
    </>
  );
}

function fieldInWords(field: string): string {
  return Object.hasOwn(FIELDS, field) ? (FIELDS[field] ?? '') : safeText(field, 100);
}

function Detail({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
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
