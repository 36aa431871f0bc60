'use client';

import { Kbd, UnstyledButton } from '@mantine/core';
import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useState } from 'react';
import { singleKeys } from '../../lib/choices.ts';
import { dialogIsOpen, focusRow, focusSearch } from '../../lib/keyboard/page.ts';
import { createTwoKeys } from '../../lib/keyboard/two-keys.ts';
import { SECTIONS } from '../../lib/sections.ts';
import { useChoice } from '../ui/now.tsx';
import classes from './frame.module.css';

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog.tsx').then((all) => all.ShortcutsDialog), {
  ssr: false,
});

const LETTERS = [...new Set(['j', 'k', ...SECTIONS.map(({ key }) => key)])];

/** The keyboard shortcuts of every page, and the button that lists them. They are off while the user types. */
export function Shortcuts() {
  const router = useRouter();
  const pathname = usePathname();
  const [opened, setOpened] = useState(false);
  const [goTo] = useState(() => createTwoKeys());
  const press = (letter: string) => {
    const section = goTo.follows() && SECTIONS.find(({ key }) => key === letter);
    if (section) router.push(section.href);
    else if (letter === 'j' || letter === 'k') focusRow(letter === 'j' ? 1 : -1);
  };
  const unlessInDialog = (act: () => void) => () => void (dialogIsOpen() || act());
  const isOn = useChoice(singleKeys) === 'on';
  const keys: HotkeyItem[] = [
    ...['/', 'shift+/'].map((key): HotkeyItem => [key, unlessInDialog(focusSearch)]),
    ...['?', 'shift+?'].map((key): HotkeyItem => [key, unlessInDialog(() => setOpened(true))]),
    ['G', unlessInDialog(goTo.begin)],
    ...LETTERS.map((letter): HotkeyItem => [letter, unlessInDialog(() => press(letter))]),
  ];
  const search: HotkeyItem = ['mod+K', unlessInDialog(focusSearch)];
  useHotkeys(pathname === '/login' ? [] : [search, ...(isOn ? keys : [])]);
  if (pathname === '/login') return null;
  return (
    <>
      <UnstyledButton className={classes.shortcuts} onClick={() => setOpened(true)}>
        Keyboard shortcuts {isOn && <Kbd size="xs">?</Kbd>}
      </UnstyledButton>
      <ShortcutsDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
