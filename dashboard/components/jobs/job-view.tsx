import { Grid, GridCol, Paper, Stack, Text, Title } from '@mantine/core';
import type { Job } from '../../lib/api/types.ts';
import { FeedHtml } from '../ui/feed-html.tsx';
import { JobFacts } from './job-facts.tsx';
import { JobHeader } from './job-header.tsx';
import { JobHistory } from './job-history.tsx';

/** One job: its details, description and history. For server components. */
export function JobView({ job: { description, history, ...job } }: { job: Job }) {
  return (
    <Stack gap="md">
      <JobHeader job={job} />
      <Grid gap="md">
        <GridCol span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Paper p="md" component="section" aria-labelledby="description">
            <Title order={2} id="description" mb="sm">
              Description
            </Title>
            {description?.trim() ? (
              <FeedHtml html={description} />
            ) : (
              <Text c="dimmed">No description in the feed.</Text>
            )}
          </Paper>
        </GridCol>
        <GridCol span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Stack gap="md">
            <JobFacts job={job} />
            <JobHistory history={history} />
          </Stack>
        </GridCol>
      </Grid>
    </Stack>
  );
}
