'use client';

import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { timeDisplay } from '../../lib/choices.ts';
import {
  IconCalendarClock,
  IconCheck,
  IconClock,
  IconDeviceDesktop,
  IconMoon,
  IconSun,
} from '../ui/icons.ts';
import { useChoice, useHydrated } from '../ui/now.tsx';

const SCHEMES: { value: MantineColorScheme; label: string; Icon: typeof IconSun }[] = [
  { value: 'auto', label: 'System', Icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
];

const TIMES = [
  { value: 'relative', label: 'Relative', Icon: IconClock },
  { value: 'absolute', label: 'Date and time', Icon: IconCalendarClock },
] as const;

/**
 * The colour scheme, which is applied before the first paint, and how times are shown. The browser stores the
 * choices.
 */
export function DisplayMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The server does not know the choice: until hydration the neutral icon is shown.
  const selected = useHydrated() ? colorScheme : 'auto';
  const times = useChoice(timeDisplay);
  const Current = SCHEMES.find((scheme) => scheme.value === selected)?.Icon ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end" width={200} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Display">
          <Current size={18} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colour scheme</Menu.Label>
        {SCHEMES.map(({ value, ...choice }) => (
          <Choice
            key={value}
            {...choice}
            selected={selected === value}
            onSelect={() => setColorScheme(value)}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>Times</Menu.Label>
        {TIMES.map(({ value, ...choice }) => (
          <Choice
            key={value}
            {...choice}
            selected={times === value}
            onSelect={() => timeDisplay.set(value)}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({
  label,
  Icon,
  selected,
  onSelect,
}: {
  label: string;
  Icon: typeof IconSun;
  selected: boolean;
  onSelect: () => void;
}) {
  return (
    <Menu.Item
      leftSection={<Icon size={16} stroke={1.75} aria-hidden="true" />}
      rightSection={selected ? <IconCheck size={14} aria-label="selected" /> : null}
      onClick={onSelect}
    >
      {label}
    </Menu.Item>
  );
}
