'use client';

import { Button, EmptyState, Group } from '@mantine/core';
import { IconFilterOff, IconRocket } from '../ui/icons.ts';
import { ImportButton } from './import-button.tsx';

/** No run has been started yet. */
export function NoRuns() {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconRocket stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No runs yet</EmptyState.Title>
      <EmptyState.Description>
        Runs start automatically when a source is due. To start one now, run a source, or all of them.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Group justify="center">
          <ImportButton />
        </Group>
      </EmptyState.Actions>
    </EmptyState>
  );
}

/** There are runs, but none with these filters. */
export function NoneMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconFilterOff stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No matching runs</EmptyState.Title>
      <EmptyState.Description>Try another status, source or time range.</EmptyState.Description>
      <EmptyState.Actions>
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
