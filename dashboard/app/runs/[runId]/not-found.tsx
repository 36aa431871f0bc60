import { UnknownRun } from '../../../components/frame/not-found.tsx';

export default function RunNotFound() {
  return <UnknownRun />;
}
