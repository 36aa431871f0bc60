'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { Badge, Button, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { RecordEvidence } from '../../../lib/api/types.ts';
import { safeText } from '../../../lib/format/text.ts';
import { fieldLabel } from '../../../lib/mapping/mapped-fields.ts';
import { type RecordRow, readersOf, recordRows, rowAfterKey } from '../../../lib/mapping/record-rows.ts';
import classes from './mapping-editor.module.css';

/** One of the first records as a tree. A click on a row, or Enter, uses its path. */
export function RecordTree({
  records,
  chosen,
  users,
  onUse,
}: {
  records: readonly RecordEvidence[];
  /** The field that a click fills. */
  chosen: FieldName;
  /** The fields that read each path. */
  users: ReadonlyMap<string, readonly FieldName[]>;
  onUse: (path: string) => void;
}) {
  const [shown, setShown] = useState(0);
  const index = Math.min(shown, records.length - 1);
  const record = records[index];
  if (!record) return <Text size="sm">The feed has no records that can be read.</Text>;
  return (
    <section aria-labelledby="raw-record">
      <Group justify="space-between" gap="xs" mb="xs">
        <Text size="sm" fw={600} id="raw-record">
          Record {countLabel(index + 1)} of {countLabel(records.length)}
        </Text>
        <Group gap={6}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={index === 0}
            onClick={() => setShown(index - 1)}
          >
            Previous record
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={index === records.length - 1}
            onClick={() => setShown(index + 1)}
          >
            Next record
          </Button>
        </Group>
      </Group>
      <Rows
        key={record.position}
        rows={recordRows(record.fields)}
        chosen={chosen}
        users={users}
        onUse={onUse}
      />
      {record.cut && (
        <Text size="xs" c="dimmed" mt={4}>
          Some texts or elements of this record are not shown in full.
        </Text>
      )}
    </section>
  );
}

function Rows({
  rows,
  chosen,
  users,
  onUse,
}: {
  rows: readonly RecordRow[];
  chosen: FieldName;
  users: ReadonlyMap<string, readonly FieldName[]>;
  onUse: (path: string) => void;
}) {
  const readers = readersOf(rows, users);
  const tree = useRef<HTMLDivElement>(null);
  // The row that Tab leads to.
  const [active, setActive] = useState(0);
  const onKeyDown = (event: KeyboardEvent, { path }: RecordRow, index: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = rowAfterKey(event.key, index, rows.length);
    const isUse = event.key === 'Enter' || event.key === ' ';
    if (next === null && !isUse) return;
    event.preventDefault();
    if (isUse && path !== null) onUse(path);
    if (next !== null) tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={`Elements of the record, for ${fieldLabel(chosen)}`}
      className={classes.rows}
    >
      {rows.map((row, index) => {
        const fields = readers[index] ?? [];
        return (
          <div
            key={row.id}
            role="treeitem"
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-selected={fields.includes(chosen)}
            aria-disabled={row.path === null || undefined}
            data-path={row.path ?? undefined}
            tabIndex={index === active ? 0 : -1}
            className={classes.row}
            style={{ paddingInlineStart: `${row.level * 0.9 - 0.4}rem` }}
            title={row.path ?? undefined}
            onFocus={() => setActive(index)}
            onClick={() => row.path !== null && onUse(row.path)}
            onKeyDown={(event) => onKeyDown(event, row, index)}
          >
            <code className={classes.name}>{safeText(row.name, 80)}</code>
            {row.text !== null && <span className={classes.text}>{safeText(row.text, 160)}</span>}
            {fields.map((field) => (
              <Badge key={field} size="xs" variant="light" tt="none" className={classes.user}>
                {fieldLabel(field)}
              </Badge>
            ))}
          </div>
        );
      })}
    </div>
  );
}
