import type { Metadata } from 'next';
import { NotFound } from '../components/layout/not-found.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function PageNotFound() {
  return <NotFound title="Page not found" description="The URL may be wrong or out of date." />;
}
