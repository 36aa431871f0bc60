import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { DataList, Paper, Text, Title } from '@mantine/core';
import type { Run } from '../../lib/api/types.ts';
import { formatBytes } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { httpStatusLabel, incompleteLabel, noResponseLabel } from '../../lib/runs/feed-outcome.ts';
import { Fact, TextFact } from '../ui/fact.tsx';
import { FeedLink } from '../ui/feed-link.tsx';
import classes from './feed-facts.module.css';

/** The HTTP response of the feed's server and the detected properties of the feed. */
export function FeedFacts({ run }: { run: Run }) {
  const { http } = run;
  const { feed, identity, pages } = run.fetch;
  const incomplete = incompleteLabel(run);
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Feed
      </Title>
      {!http && !feed && (
        <Text size="sm" c="dimmed">
          {noResponseLabel(run)}
        </Text>
      )}
      <DataList size="sm" gap={6} labelWidth="8rem">
        {http && (
          <>
            <Fact name="HTTP status">{httpStatusLabel(http.status)}</Fact>
            {http.notModified && <Fact name="Not modified">Yes, since the last import</Fact>}
            {http.bytes > 0 && <Fact name="Size">{formatBytes(http.bytes)}</Fact>}
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
        {identity && (
          <Fact name="Identity">
            {identityLabels[identity.rule]}
            <Text size="xs" c="dimmed">
              {safeText(identity.reason.message, 300)}
            </Text>
          </Fact>
        )}
        {pages && pages > 1 ? <Fact name="Pages">{countLabel(pages)}</Fact> : null}
        {incomplete && <Fact name="Complete">{incomplete}</Fact>}
      </DataList>
      {feed && <FieldPaths paths={feed.fields} />}
    </Paper>
  );
}

/** Where each field is in the records, folded. */
function FieldPaths({ paths }: { paths: Record<string, string> }) {
  const fields = Object.entries(paths);
  if (fields.length === 0) return null;
  return (
    <details className={classes.paths}>
      <summary>Paths of {amountLabel(fields.length, 'field')}</summary>
      <dl>
        {fields.map(([field, path]) => (
          <div key={field}>
            <dt>{safeText(field, 60)}</dt>
            <dd>{safeText(path, 200)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
