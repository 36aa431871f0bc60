import { EmptyMessage } from '../ui/empty-message.tsx';
import { IconMapOff } from '../ui/icons.ts';
import { PlainButtonLink } from '../ui/plain-button.tsx';

/** Shown for a URL that does not exist, with a link back. */
export function NotFound({
  title,
  description,
  back = { href: '/runs', label: 'All runs' },
}: {
  title: string;
  description: string;
  /** The list to go back to. */
  back?: { href: string; label: string };
}) {
  return (
    <EmptyMessage Icon={IconMapOff} title={title} order={1} description={description}>
      <PlainButtonLink href={back.href} variant="default">
        {back.label}
      </PlainButtonLink>
    </EmptyMessage>
  );
}

export function UnknownRun() {
  return (
    <NotFound
      title="Run not found"
      description="It may have been deleted after its retention period, or the URL is wrong."
    />
  );
}

export function UnknownSource() {
  return (
    <NotFound
      title="Source not found"
      description="It may have been renamed or deleted, or the URL is wrong."
      back={{ href: '/sources', label: 'All sources' }}
    />
  );
}
