'use client';

import { Group, Kbd, Modal, Switch, Table, Text } from '@mantine/core';
import { singleKeys } from '../../lib/choices.ts';
import { SECTIONS } from '../../lib/sections.ts';
import { useChoice } from '../ui/now.tsx';
import { useOpenAfterMount } from '../ui/use-open-after-mount.ts';

interface Shortcut {
  /** Alternative combinations; the keys of one are pressed together, or one after the other if `inTurn`. */
  keys: readonly (readonly string[])[];
  inTurn?: boolean;
  description: string;
}

const ANYWHERE: readonly Shortcut[] = [
  { keys: [['/'], ['Ctrl', 'K'], ['⌘', 'K']], description: 'Focus search or filters' },
  { keys: [['j'], ['k']], description: 'Next / previous row' },
  { keys: [['Enter']], description: 'Open row' },
  { keys: [['Esc']], description: 'Close dialog or menu, leave search' },
  { keys: [['?']], description: 'Show shortcuts' },
];
const IN_TREE: readonly Shortcut[] = [
  { keys: [['↓'], ['↑']], description: 'Next / previous row' },
  { keys: [['→'], ['←']], description: 'Expand / collapse group' },
  { keys: [['Home'], ['End']], description: 'First / last row' },
  { keys: [['Space']], description: 'Select batch for re-run' },
];
const SECTION_KEYS: readonly Shortcut[] = SECTIONS.map(({ key, label }) => {
  return { keys: [['g', key]], inTurn: true, description: `Go to ${label}` };
});

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={useOpenAfterMount(opened)} onClose={onClose} title="Keyboard shortcuts">
      <ShortcutList title="Anywhere" shortcuts={[...ANYWHERE, ...SECTION_KEYS]} />
      <ShortcutList title="In the run tree" shortcuts={IN_TREE} />
      <Switch
        label="Shortcuts without Ctrl or ⌘"
        description="Turn them off if speech input or another tool types them by mistake."
        checked={useChoice(singleKeys) === 'on'}
        onChange={(event) => singleKeys.set(event.currentTarget.checked ? 'on' : 'off')}
      />
    </Modal>
  );
}

function ShortcutList({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <Table verticalSpacing={4} horizontalSpacing={0} withRowBorders={false} mb="sm">
      <Table.Caption ta="left" mt={0} style={{ captionSide: 'top' }}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
      </Table.Caption>
      <Table.Tbody>
        {shortcuts.map(({ keys, inTurn, description }) => (
          <Table.Tr key={description}>
            <Table.Td>{description}</Table.Td>
            <Table.Td>
              <Group gap={6} justify="flex-end" wrap="nowrap">
                {keys.map((combination, alternative) => (
                  <Group key={combination.join(' ')} gap={4} wrap="nowrap">
                    {alternative > 0 && <Text size="xs">or</Text>}
                    {combination.map((key, index) => (
                      <Group key={key} gap={4} wrap="nowrap">
                        {index > 0 && <Text size="xs">{inTurn ? 'then' : '+'}</Text>}
                        <Kbd>{key}</Kbd>
                      </Group>
                    ))}
                  </Group>
                ))}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
