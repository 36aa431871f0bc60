'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { inputLimits } from '@feedflow/shared/model/input-limits';
import { type FieldName, TEXT_FIELDS } from '@feedflow/shared/model/mapping-fields';
import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { MappingEvidence } from '../../../lib/api/types.ts';
import { formatShare } from '../../../lib/format/number.ts';
import { safeText } from '../../../lib/format/text.ts';
import { type ElementSource, type FieldSource, NO_ELEMENTS } from '../../../lib/mapping/field-source.ts';
import type { FieldState } from '../../../lib/mapping/field-values.ts';
import { fieldHint, fieldLabel } from '../../../lib/mapping/mapped-fields.ts';
import { IconPlus, IconX } from '../../ui/icons.ts';
import { keepEnter } from './keep-enter.ts';
import classes from './mapping-editor.module.css';
import { ValuesField } from './values-field.tsx';

/** How one field is read: its paths, or a text, with the values that this gives in the first records. */
export function FieldForm({
  field,
  state,
  evidence,
  slot,
  onSlot,
  onChange,
}: {
  field: FieldName;
  state: FieldState;
  evidence: MappingEvidence | null;
  /** The path that a click in the tree replaces, by its place; after the last one it is added. */
  slot: number;
  onSlot: (slot: number) => void;
  onChange: (source: FieldSource) => void;
}) {
  const { source } = state;
  const hint = fieldHint(field);
  const mayBeText = (TEXT_FIELDS as readonly string[]).includes(field);
  const kinds = [
    { value: 'detected', label: 'Detected' },
    { value: 'elements', label: 'Elements' },
    { value: 'constant', label: 'Fixed text' },
    { value: 'template', label: 'Template' },
  ].slice(0, mayBeText ? 4 : 2);
  const choose = (kind: string) => {
    onSlot(0);
    if (kind === 'detected') onChange({ kind });
    else if (kind === 'elements') onChange({ ...NO_ELEMENTS, paths: state.paths.slice(0, 1) });
    else if (kind === 'constant' || kind === 'template') onChange({ kind, text: '' });
  };
  return (
    <Stack gap="sm" className={classes.form}>
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
      <SegmentedControl
        size="xs"
        aria-label={`Where ${fieldLabel(field)} comes from`}
        data={kinds}
        value={source.kind}
        onChange={choose}
      />
      {source.kind === 'elements' && (
        <ElementFields field={field} source={source} slot={slot} onSlot={onSlot} onChange={onChange} />
      )}
      {(source.kind === 'constant' || source.kind === 'template') && (
        <TextInput
          size="xs"
          label={source.kind === 'constant' ? 'Text of every job' : 'Template'}
          description={
            source.kind === 'template'
              ? 'Text with names in braces. A click on an element adds its path.'
              : undefined
          }
          maxLength={source.kind === 'constant' ? inputLimits.constantLength : inputLimits.templateLength}
          value={source.text}
          onKeyDown={keepEnter}
          onChange={(event) => onChange({ kind: source.kind, text: event.currentTarget.value })}
        />
      )}
      <Suggestions
        field={field}
        evidence={evidence}
        used={source.kind === 'elements' ? source.paths : []}
        onUse={(path) => onChange(withPath(source, path, slot))}
      />
      <Values values={state.values} />
    </Stack>
  );
}

/** The source with a path in place of the one at `slot`, or after the last one. A template gets it in braces. */
export function withPath(source: FieldSource, path: string, slot: number): FieldSource {
  if (source.kind === 'template') return { kind: 'template', text: `${source.text}{${path}}` };
  const elements = source.kind === 'elements' ? source : NO_ELEMENTS;
  const others = elements.paths.filter((other, i) => other !== path || i === slot);
  return { ...elements, paths: [...others.slice(0, slot), path, ...others.slice(slot + 1)] };
}

function ElementFields({
  field,
  source,
  slot,
  onSlot,
  onChange,
}: {
  field: FieldName;
  source: ElementSource;
  slot: number;
  onSlot: (slot: number) => void;
  onChange: (source: FieldSource) => void;
}) {
  const { paths } = source;
  const texts = slot >= paths.length ? [...paths, ''] : paths;
  const shown = texts.map((path, index) => ({ path, index, id: `path-${index}` }));
  const change = (changed: Partial<ElementSource>) => onChange({ ...source, ...changed });
  const name = fieldLabel(field);
  const remove = (index: number) => {
    onSlot(0);
    const rest = { ...source, paths: paths.filter((_, i) => i !== index) };
    const isEmpty = rest.paths.length + rest.pattern.length + rest.default.length === 0;
    onChange(isEmpty && Object.keys(rest.values).length === 0 ? { kind: 'detected' } : rest);
  };
  return (
    <>
      {shown.map(({ path, index, id }) => (
        <Group key={id} gap={6} wrap="nowrap" align="flex-end">
          <TextInput
            size="xs"
            flex={1}
            label={index === 0 ? 'Path' : `Path ${index + 1}, if those before have no text`}
            placeholder={
              index === 0 && paths.length === 0 ? 'As detected; click an element' : 'Click an element'
            }
            data-slot={index === slot || undefined}
            classNames={{ input: classes.path }}
            spellCheck={false}
            maxLength={inputLimits.pathLength}
            value={path}
            onFocus={() => onSlot(index)}
            onKeyDown={keepEnter}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              if (typed === '') change({ paths: paths.filter((_, i) => i !== index) });
              else change({ paths: [...paths.slice(0, index), typed, ...paths.slice(index + 1)] });
            }}
          />
          {path !== '' && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove path ${index + 1} of ${name}`}
              onClick={() => remove(index)}
            >
              <IconX size={14} aria-hidden="true" />
            </ActionIcon>
          )}
        </Group>
      ))}
      {shown.length === paths.length && paths.length < 20 && (
        <Group>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} aria-hidden="true" />}
            onClick={() => onSlot(paths.length)}
          >
            Add path
          </Button>
        </Group>
      )}
      <details className={classes.more} open={hasRule(source) || undefined}>
        <summary>Pattern, values and default</summary>
        <Stack gap="sm" mt="xs">
          <TextInput
            size="xs"
            label="Pattern"
            description="A regular expression (RE2) whose first group is the value. Groups with the name of a field fill that field."
            placeholder="^(?<title>.+) at (?<company>.+)$"
            classNames={{ input: classes.path }}
            spellCheck={false}
            maxLength={inputLimits.patternLength}
            value={source.pattern}
            onKeyDown={keepEnter}
            onChange={(event) => change({ pattern: event.currentTarget.value })}
          />
          <ValuesField field={field} values={source.values} onChange={(values) => change({ values })} />
          <TextInput
            size="xs"
            label="Default"
            description="The value if there is none."
            maxLength={inputLimits.constantLength}
            value={source.default}
            onKeyDown={keepEnter}
            onChange={(event) => change({ default: event.currentTarget.value })}
          />
        </Stack>
      </details>
    </>
  );
}

function hasRule({ pattern, values, default: missing }: ElementSource): boolean {
  return pattern !== '' || missing !== '' || Object.keys(values).length > 0;
}

/** Paths that may be the field, with the share of records that have a text there. */
function Suggestions({
  field,
  evidence,
  used,
  onUse,
}: {
  field: FieldName;
  evidence: MappingEvidence | null;
  used: readonly string[];
  onUse: (path: string) => void;
}) {
  const candidates = evidence?.candidates[field] ?? [];
  if (!evidence || candidates.length === 0) return null;
  return (
    <section aria-labelledby={`suggested-${field}`}>
      <Text size="xs" c="dimmed" mb={4} id={`suggested-${field}`}>
        Suggested
      </Text>
      <Group gap={6}>
        {candidates.map(({ path, records }) => (
          <Button
            key={path}
            size="compact-xs"
            variant={used.includes(path) ? 'light' : 'default'}
            aria-pressed={used.includes(path)}
            className={classes.suggestion}
            onClick={() => onUse(path)}
          >
            {safeText(path, 60)} · {formatShare(records, evidence.sampled)}
            {evidence.detected[field] === path && ' · detected'}
          </Button>
        ))}
      </Group>
    </section>
  );
}

/** The value of the field in each record that is shown. */
function Values({ values }: { values: FieldState['values'] }) {
  if (values.length === 0) return null;
  return (
    <section aria-label="Values in records">
      <Text size="xs" c="dimmed" mb={4}>
        Values in the first {amountLabel(values.length, 'record')}
      </Text>
      <ol className={classes.values} aria-live="polite">
        {values.map(({ position, text, isUnread }) => (
          <li key={position} data-unread={isUnread || undefined}>
            {text === null ? '–' : safeText(text, 160)}
            {isUnread && ' (cannot be read)'}
          </li>
        ))}
      </ol>
    </section>
  );
}
