import { NotFound } from '../../../components/layout/not-found.tsx';

export default function JobNotFound() {
  return (
    <NotFound
      title="Job not found"
      description="It may have been deleted, or the URL is wrong."
      back={{ href: '/jobs', label: 'All jobs' }}
    />
  );
}
