import { NotFound } from '../../../components/layout/not-found.tsx';

export default function SourceNotFound() {
  return (
    <NotFound
      title="Source not found"
      description="It may have been renamed or deleted, or the URL is wrong."
      back={{ href: '/sources', label: 'All sources' }}
    />
  );
}
