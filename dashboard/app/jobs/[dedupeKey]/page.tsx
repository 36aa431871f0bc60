import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { JobFailure } from '../../../components/jobs/job-failure.tsx';
import { JobView } from '../../../components/jobs/job-view.tsx';
import { RefreshAfterOutage } from '../../../components/layout/refresh-after-outage.tsx';
import { ApiFailure, asFailure, type FailureFacts } from '../../../lib/api/failure.ts';
import type { Job } from '../../../lib/api/types.ts';
import { safeText } from '../../../lib/format/text.ts';
import { serverQueries } from '../../../server/queries.ts';

interface Params {
  params: Promise<{ dedupeKey: string }>;
}

/** The browser does not read the job: there is no second try with more time. */
const TIMEOUT_MS = 5_000;

/** Reads the job once per request, for the title and the page; a failure is returned. */
const readJob = cache(async (dedupeKey: string): Promise<Job | ApiFailure> => {
  try {
    return await serverQueries(TIMEOUT_MS).job(dedupeKey);
  } catch (error) {
    return asFailure(error);
  }
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const job = await readJob((await params).dedupeKey);
  if (!(job instanceof ApiFailure)) return { title: safeText(job.title, 60) };
  return { title: isUnknown(job) ? 'Job not found' : 'Job' };
}

function isUnknown({ status }: ApiFailure): boolean {
  return status === 404 || status === 400;
}

/** One job. It is rendered on the server, so that its description is sanitised before it reaches the browser. */
export default async function JobPage({ params }: Params) {
  const job = await readJob((await params).dedupeKey);
  if (job instanceof ApiFailure && isUnknown(job)) notFound();
  return (
    <>
      <RefreshAfterOutage />
      {job instanceof ApiFailure ? <JobFailure failure={factsOf(job)} /> : <JobView job={job} />}
    </>
  );
}

/** What reaches the browser of a failure. */
function factsOf({ status, code, message, requestId }: ApiFailure): FailureFacts {
  return { status, code, message, requestId };
}
