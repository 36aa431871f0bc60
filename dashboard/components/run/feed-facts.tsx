import { DataList, Paper, Text, Title } from '@mantine/core';
import type { Run } from '../../lib/api/types.ts';
import { formatBytes } from '../../lib/format/number.ts';
import { Fact, TextFact } from '../ui/fact.tsx';
import { FeedLink } from '../ui/feed-link.tsx';

/** The HTTP response of the feed's server and the detected properties of the feed. */
export function FeedFacts({ run }: { run: Run }) {
  const { http } = run;
  const { feed } = run.fetch;
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Feed
      </Title>
      {!http && !feed && (
        <Text size="sm" c="dimmed">
          {run.status === 'running' ? 'No response from the server yet.' : 'No response from the server.'}
        </Text>
      )}
      <DataList size="sm" gap={6} labelWidth="8rem">
        {http && (
          <>
            <Fact name="HTTP status">{http.status ?? '–'}</Fact>
            {http.notModified && <Fact name="Not modified">Yes, since the last import</Fact>}
            <Fact name="Size">{formatBytes(http.bytes)}</Fact>
            <TextFact name="Content type" value={http.contentType} />
            <TextFact name="ETag" value={http.etag} />
            <TextFact name="Last modified" value={http.lastModified} />
            {http.finalUrl && http.finalUrl !== run.sourceUrl && (
              <Fact name="Final URL">
                <FeedLink address={http.finalUrl} />
              </Fact>
            )}
            {http.movedTo && (
              <Fact name="Moved to">
                <FeedLink address={http.movedTo} />
              </Fact>
            )}
          </>
        )}
        {feed && (
          <>
            <TextFact name="Dialect" value={feed.dialect} />
            <TextFact name="Character set" value={feed.charset} />
            <TextFact name="Record element" value={`<${feed.recordElement}>`} />
          </>
        )}
        {run.fetch.complete === false && <Fact name="Complete">No, the feed was cut off</Fact>}
      </DataList>
    </Paper>
  );
}
