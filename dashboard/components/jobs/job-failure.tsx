'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { ApiFailure, type FailureFacts } from '../../lib/api/failure.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';

/** A job that could not be loaded; the retry button renders the page again. */
export function JobFailure({ failure }: { failure: FailureFacts }) {
  const router = useRouter();
  const [retrying, startRetry] = useTransition();
  return (
    <FailureNotice
      title="Could not load the job"
      error={new ApiFailure(failure)}
      retry={() => startRetry(() => router.refresh())}
      retrying={retrying}
    />
  );
}
