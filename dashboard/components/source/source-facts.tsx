import { amountLabel } from '@feedflow/shared/model/amount-label';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { filterLabels } from '@feedflow/shared/model/record-filter';
import { Code, DataList, Paper, Stack, Text, Title } from '@mantine/core';
import type { SourceDetails } from '../../lib/api/types.ts';
import { capitalized, safeText } from '../../lib/format/text.ts';
import { scheduleLabel } from '../../lib/sources/schedule-label.ts';
import { volatileLabel } from '../sources/source-identity.tsx';
import { Fact, TextFact } from '../ui/fact.tsx';
import { RelativeTime, UtcTime } from '../ui/time.tsx';

/** The settings of the source, and how its jobs are identified. */
export function SourceFacts({ source }: { source: SourceDetails }) {
  const { identity, volatileFields, mapping, filter } = source;
  return (
    <Paper p="md" component="section" aria-labelledby="source-facts">
      <Title order={2} id="source-facts" mb="sm">
        Settings
      </Title>
      <Stack gap="md">
        <DataList size="sm" gap={6} labelWidth="8rem">
          <Fact name="Schedule">{scheduleLabel(source)}</Fact>
          <Fact name="Next due">
            {source.nextRuns.length === 0 ? 'Paused' : <Times times={source.nextRuns} />}
          </Fact>
          <Fact name="Last due">{source.lastTickAt ? <RelativeTime at={source.lastTickAt} /> : '–'}</Fact>
          {source.schedule && (
            <Fact name="Missed runs">{source.missedRuns === 'skip' ? 'Skipped' : 'Caught up once'}</Fact>
          )}
          <Fact name="Jobs are closed">{closingLabel(source.closing)}</Fact>
          <TextFact name="Dialect" value={source.dialect} />
          {!source.dialect && <Fact name="Dialect">Detected</Fact>}
          {source.headerNames.length > 0 && (
            <Fact name="Request headers">{safeText(source.headerNames.join(', '), 300)}</Fact>
          )}
          {source.hasBasicAuth && <Fact name="Authentication">User name and password</Fact>}
          <TextFact name="ETag" value={source.http.etag} />
          <TextFact name="Last-Modified" value={source.http.lastModified} />
          <Fact name="Added">
            <RelativeTime at={source.createdAt} />
          </Fact>
          <Fact name="Last saved">
            <RelativeTime at={source.updatedAt} />
          </Fact>
        </DataList>
        {identity && (
          <div>
            <Title order={3} size="sm">
              Identity
            </Title>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {identityLabels[identity.rule]}: {safeText(identity.reason.message, 300)}
            </Text>
            {volatileFields.length > 0 && (
              <Text size="sm" c="dimmed">
                {volatileLabel(volatileFields)}
              </Text>
            )}
          </div>
        )}
        {filter && (
          <div>
            <Title order={3} size="sm">
              Filter
            </Title>
            <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
              {filterLabels(filter)
                .map((label) => safeText(label, 300))
                .join('\n')}
            </Text>
          </div>
        )}
        {mapping && (
          <div>
            <Title order={3} size="sm" mb={4}>
              Mapping
            </Title>
            <Code block style={{ maxHeight: '20rem', overflow: 'auto' }} tabIndex={0}>
              {safeText(JSON.stringify(mapping, null, 2), 5_000)}
            </Code>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function closingLabel({ missing, expired, afterDays }: SourceDetails['closing']): string {
  const reasons = [
    missing ? 'when missing from the feed' : '',
    expired ? 'when expired' : '',
    afterDays === null ? '' : `${amountLabel(afterDays, 'day')} after their last change`,
  ];
  const label = reasons.filter(Boolean).join(', ');
  return capitalized(label || 'only if the feed deletes them');
}

function Times({ times }: { times: readonly string[] }) {
  return (
    <Stack gap={0}>
      {times.map((at) => (
        <UtcTime key={at} at={at} />
      ))}
    </Stack>
  );
}
