import { Paper, Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The page's layout while the run loads, so that nothing moves when it arrives. */
export function RunSkeleton() {
  return (
    <Stack gap="md" aria-busy="true">
      <VisuallyHidden>Loading run</VisuallyHidden>
      <Stack gap="xs">
        <Skeleton height={20} width={160} />
        <Skeleton height={30} width={280} />
        <Skeleton height={20} width="60%" />
        <Skeleton height={20} width="40%" />
      </Stack>
      <Paper p="md">
        <Skeleton height={62} />
      </Paper>
      <Skeleton height={66} />
      <Skeleton height={400} />
    </Stack>
  );
}
