'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { safeText } from '../../../lib/format/text.ts';
import type { FieldState } from '../../../lib/mapping/field-values.ts';
import { fieldLabel, MAPPED_FIELDS, requirementOf } from '../../../lib/mapping/mapped-fields.ts';
import { IconAlertTriangle } from '../../ui/icons.ts';
import classes from './mapping-editor.module.css';

/** All fields with their source and first value; one is chosen, and shows its form. */
export function FieldList({
  states,
  chosen,
  onChoose,
  children,
}: {
  states: Readonly<Record<FieldName, FieldState>>;
  chosen: FieldName;
  onChoose: (field: FieldName) => void;
  /** The form of the chosen field. */
  children: ReactNode;
}) {
  return (
    <section aria-labelledby="mapped-fields">
      <Text size="sm" fw={600} id="mapped-fields" mb="xs">
        Fields
      </Text>
      <ul className={classes.fields}>
        {MAPPED_FIELDS.map((field) => (
          <li key={field} data-field={field} data-chosen={field === chosen || undefined}>
            <FieldRow
              field={field}
              state={states[field]}
              isChosen={field === chosen}
              onChoose={() => onChoose(field)}
            />
            {field === chosen && children}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FieldRow({
  field,
  state,
  isChosen,
  onChoose,
}: {
  field: FieldName;
  state: FieldState;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { values, problem } = state;
  const filled = values.filter(({ text }) => text !== null);
  const requirement = requirementOf(field);
  const first = filled[0]?.text;
  return (
    <>
      <UnstyledButton className={classes.field} aria-expanded={isChosen} onClick={onChoose}>
        <span className={classes.label}>
          {fieldLabel(field)}
          {requirement && <span className={classes.required}> ({requirement})</span>}
        </span>
        <span className={classes.origin}>{originOf(state)}</span>
        <span className={classes.value}>
          {first === null || first === undefined ? '–' : safeText(first, 120)}
        </span>
        <span className={classes.count}>
          {values.length > 0 && `${countLabel(filled.length)} of ${countLabel(values.length)}`}
        </span>
      </UnstyledButton>
      {problem !== null && (
        <p className={classes.problem}>
          <IconAlertTriangle size={14} aria-hidden="true" /> {safeText(problem, 300)}
        </p>
      )}
    </>
  );
}

/**
 * Where a field comes from, in a few words; nothing for one that is detected, without records. One that has values
 * without a path of its own is made of other fields.
 */
function originOf({ source, paths, values }: FieldState): ReactNode {
  const path = paths[0];
  const isFilled = values.some(({ text }) => text !== null);
  if (source.kind === 'constant') return 'Fixed text';
  if (source.kind === 'template') return 'Template';
  if (source.kind === 'invalid') return 'Not valid';
  if (path === undefined && isFilled) return 'From other fields';
  if (path === undefined && source.kind !== 'detected') return 'By the dialect';
  if (path === undefined) return values.length > 0 ? 'Not found' : null;
  return (
    <>
      {source.kind === 'detected' && 'Detected: '}
      <code>{safeText(path, 80)}</code>
      {paths.length > 1 && `, +${countLabel(paths.length - 1)}`}
    </>
  );
}
