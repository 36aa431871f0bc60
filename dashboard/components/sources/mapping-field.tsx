'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Anchor, Button, Group, Text, Textarea } from '@mantine/core';
import { MAPPING_EXAMPLE, readMapping } from '../../lib/sources/mapping-json.ts';
import { IconHandClick } from '../ui/icons.ts';
import type { FieldProps } from './field-props.ts';

/** The mapping of a feed without a known dialect: JSON that is checked before it is sent. */
export function MappingField({
  draft,
  faults,
  change,
  onMap,
}: FieldProps & {
  /** Opens the editor in which fields are mapped by clicks. */
  onMap: () => void;
}) {
  const { mapping, fault } = readMapping(draft.mapping);
  const tidy = mapping ? JSON.stringify(mapping, null, 2) : draft.mapping;
  const error = fault ?? faults['mapping'];
  return (
    <div>
      <Textarea
        label="Mapping"
        description="Where to find each field, for a feed without a known dialect. Used by the preview."
        autosize
        minRows={3}
        maxRows={18}
        spellCheck={false}
        maxLength={inputLimits.mappingLength}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        value={draft.mapping}
        error={error && <Faults text={error} />}
        onChange={(event) => change({ mapping: event.currentTarget.value })}
      />
      <Group mt={6} gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconHandClick size={14} aria-hidden="true" />}
          onClick={onMap}
        >
          Map by clicking
        </Button>
        {draft.mapping.trim() === '' && (
          <Button size="xs" variant="default" onClick={() => change({ mapping: MAPPING_EXAMPLE })}>
            Insert example
          </Button>
        )}
      </Group>
      {draft.mapping.trim() !== '' && (
        <Text size="xs" c="dimmed" mt={4}>
          Use a path (<code>position/name</code>, <code>@id</code>), a list of paths, a constant or a
          template.{' '}
          {tidy !== draft.mapping && (
            <>
              <Anchor component="button" type="button" size="xs" onClick={() => change({ mapping: tidy })}>
                Format
              </Anchor>
              {' · '}
            </>
          )}
          <Anchor component="button" type="button" size="xs" onClick={() => change({ mapping: '' })}>
            Remove mapping
          </Anchor>
        </Text>
      )}
    </div>
  );
}

/** One line per fault, each with its position in the mapping. */
function Faults({ text }: { text: string }) {
  return <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{text}</span>;
}
