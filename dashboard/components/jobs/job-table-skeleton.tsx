import { Group, Skeleton, VisuallyHidden } from '@mantine/core';

/** As high as a table of jobs, so that little moves when the jobs arrive. */
export function JobTableSkeleton() {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Loading jobs</VisuallyHidden>
      {Array.from({ length: 12 }, (_, index) => index).map((index) => (
        <Group
          key={index}
          px="sm"
          h={38}
          gap="lg"
          wrap="nowrap"
          style={{ borderTop: '1px solid var(--ff-line)' }}
        >
          <Skeleton height={14} flex={2} />
          <Skeleton height={14} flex={1} />
          <Skeleton height={14} flex={1} />
          <Skeleton height={14} width={80} />
        </Group>
      ))}
    </div>
  );
}
