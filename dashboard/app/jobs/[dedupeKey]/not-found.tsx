import { UnknownJob } from '../../../components/jobs/unknown-job.tsx';

export default function JobNotFound() {
  return <UnknownJob />;
}
