import { UnknownRun } from '../../../components/layout/not-found.tsx';

export default function RunNotFound() {
  return <UnknownRun />;
}
