import type { Metadata } from 'next';
import { NotFound } from '../components/layout/not-found.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function PageNotFound() {
  return <NotFound title="There is no such page" description="The address may be mistyped or out of date." />;
}
