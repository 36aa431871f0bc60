import { redirect } from 'next/navigation';

/** The runs are the first thing to see. */
export default function Home(): never {
  redirect('/runs');
}
