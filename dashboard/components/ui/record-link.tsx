import { Anchor } from '@mantine/core';
import { safeHref } from '../../lib/format/text.ts';
import { IconExternalLink } from './icons.ts';

/** The link of a record in the feed, as a sign beside its name; nothing if it has none that is http or https. */
export function RecordLink({ name, address }: { name: string; address: string | null | undefined }) {
  const href = address ? safeHref(address) : null;
  if (href === null) return null;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer nofollow" inherit title={href} ml={4}>
      <IconExternalLink
        size={13}
        stroke={1.75}
        style={{ verticalAlign: -2 }}
        aria-label={`Link of ${name}, opens in a new tab`}
      />
    </Anchor>
  );
}
