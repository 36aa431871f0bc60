import { Group, Skeleton, VisuallyHidden } from '@mantine/core';

/** As high as a full table, so that nothing moves when the runs arrive. */
export function RunTableSkeleton() {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Loading runs</VisuallyHidden>
      {Array.from({ length: 12 }, (_, index) => index).map((index) => (
        <Group
          key={index}
          px="sm"
          h={46}
          gap="lg"
          wrap="nowrap"
          style={{ borderTop: '1px solid var(--ff-line)' }}
        >
          <Skeleton height={14} width={90} />
          <Skeleton height={14} width={160} />
          <Skeleton height={14} flex={1} />
          <Skeleton height={14} width={180} />
        </Group>
      ))}
    </div>
  );
}
