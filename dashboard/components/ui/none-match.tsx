import { Button } from '@mantine/core';
import { EmptyMessage } from './empty-message.tsx';
import { IconFilterOff } from './icons.ts';

/** The list has entries, but none with these filters. @param what it lists: "runs" */
export function NoneMatch({ what, hint, onClear }: { what: string; hint: string; onClear: () => void }) {
  return (
    <EmptyMessage Icon={IconFilterOff} title={`No matching ${what}`} description={hint}>
      <Button variant="default" onClick={onClear}>
        Clear filters
      </Button>
    </EmptyMessage>
  );
}
