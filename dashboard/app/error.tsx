'use client';

import { FailureNotice } from '../components/ui/failure-notice.tsx';

/** Shown when rendering a page fails: the frame stays, and the user can retry. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return <FailureNotice title="Something went wrong" error={error} retry={retry} retrying={false} />;
}
