import { Anchor, Text } from '@mantine/core';
import { safeHref, safeText } from '../../lib/format/text.ts';
import { IconExternalLink } from './icons.ts';

/** A URL from a feed or its settings: a link if it is http or https, else plain text. */
export function FeedLink({ address }: { address: string }) {
  const href = safeHref(address);
  const shown = safeText(address, 120);
  if (!href) return <Text span>{shown}</Text>;
  return (
    <Anchor
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      inherit
      style={{ overflowWrap: 'anywhere' }}
    >
      {shown}{' '}
      <IconExternalLink
        size={13}
        stroke={1.75}
        style={{ verticalAlign: -1 }}
        aria-label="opens in a new tab"
      />
    </Anchor>
  );
}
