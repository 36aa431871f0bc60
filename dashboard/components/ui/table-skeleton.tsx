import { Group, Skeleton, VisuallyHidden } from '@mantine/core';

/** As high as a table that is loading, so that little moves when its rows arrive. @param what it lists: "runs" */
export function TableSkeleton({ what, rowPx }: { what: string; rowPx: number }) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Loading {what}</VisuallyHidden>
      {Array.from({ length: 12 }, (_, index) => index).map((index) => (
        <Group
          key={index}
          px="sm"
          h={rowPx}
          gap="lg"
          wrap="nowrap"
          style={{ borderTop: '1px solid var(--ff-line)' }}
        >
          <Skeleton height={14} flex={1} />
          <Skeleton height={14} flex={2} />
          <Skeleton height={14} flex={1} />
          <Skeleton height={14} width={80} />
        </Group>
      ))}
    </div>
  );
}
