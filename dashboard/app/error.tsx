'use client';

import { FailureNotice } from '../components/ui/failure-notice.tsx';

/** A page that broke while it was drawn: the frame stays, and it can be tried again. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return <FailureNotice title="Something went wrong" error={error} retry={retry} retrying={false} />;
}
