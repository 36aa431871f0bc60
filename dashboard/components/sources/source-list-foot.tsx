import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { sourcesExportHref } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { IconDownload } from '../ui/icons.ts';

/** The footer of the list: how many sources there are, and the export of all, which has no secrets. */
export function SourceListFoot({
  sources,
  matching,
  shown,
  onMore,
}: {
  sources: readonly SourceItem[];
  /** How many match the filters, and how many of them are listed. */
  matching: number;
  shown: number;
  onMore: () => void;
}) {
  const withSecrets = sources.filter((source) => source.hasBasicAuth || source.headerNames.length > 0);
  return (
    <Group justify="center" gap="md" p="sm">
      <Text size="sm" c="dimmed">
        {shown < sources.length ? `Showing ${countLabel(shown)} of ` : ''}
        {amountLabel(sources.length, 'source')}
      </Text>
      {shown < matching && (
        <Button size="xs" variant="default" onClick={onMore}>
          Show more
        </Button>
      )}
      <Anchor size="xs" href={sourcesExportHref} download="feeds.json">
        <IconDownload size={14} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden="true" />
        Export as feeds.json
      </Anchor>
      {withSecrets.length > 0 && (
        <Text size="xs" c="dimmed">
          Headers and passwords of {amountLabel(withSecrets.length, 'source')} are not exported.
        </Text>
      )}
    </Group>
  );
}
