'use client';

import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import { EmptyMessage } from './empty-message.tsx';
import { IconLock, IconPlugConnectedX } from './icons.ts';
import { PlainButton } from './plain-button.tsx';

/** Shown in place of data that could not be loaded: the error, its request id and a retry button. */
export function FailureNotice({
  title,
  error,
  retry,
  retrying,
}: {
  title: string;
  error: unknown;
  retry: () => void;
  retrying: boolean;
}) {
  const failure = asFailure(error);
  const loggedOut = failure.code === 'login-required';
  const denied = failure.status === 401 || failure.status === 403;
  return (
    <EmptyMessage
      Icon={denied ? IconLock : IconPlugConnectedX}
      title={loggedOut ? 'You are logged out' : denied ? 'Access denied' : title}
      order={null}
      description={safeText(failure.message, 500)}
      isFailure
      note={failure.requestId && `Request ID ${safeText(failure.requestId, 100)}`}
    >
      <PlainButton variant="default" busy={retrying} onClick={retry}>
        Try again
      </PlainButton>
    </EmptyMessage>
  );
}

/** A query that could not be read, in place of its data. */
export function QueryFailure({
  title,
  query,
}: {
  title: string;
  query: { error: unknown; refetch: () => unknown; isFetching: boolean };
}) {
  return (
    <FailureNotice
      title={title}
      error={query.error}
      retry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  );
}
