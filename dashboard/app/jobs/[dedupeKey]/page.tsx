import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { JobFailure } from '../../../components/jobs/job-failure.tsx';
import { JobView } from '../../../components/jobs/job-view.tsx';
import { ApiFailure, asFailure } from '../../../lib/api/failure.ts';
import type { Job } from '../../../lib/api/types.ts';
import { safeText } from '../../../lib/format/text.ts';
import { serverQueries } from '../../../server/queries.ts';

interface Params {
  params: Promise<{ dedupeKey: string }>;
}

/** Reads the job once per request, for the title and the page; a failure is returned. */
const readJob = cache(async (dedupeKey: string): Promise<Job | ApiFailure> => {
  try {
    return await serverQueries().job(dedupeKey);
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
  if (!(job instanceof ApiFailure)) return <JobView job={job} />;
  if (isUnknown(job)) notFound();
  const { status, code, requestId } = job;
  // Without a response the message would be the one for a browser that cannot reach the dashboard.
  const message =
    status === 0
      ? 'The API is unreachable. Check that it is running and that API_URL is correct.'
      : job.message;
  return <JobFailure failure={{ status, code, message, requestId }} />;
}
