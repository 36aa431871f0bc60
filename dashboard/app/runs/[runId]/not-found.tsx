export { UnknownRun as default } from '../../../components/layout/not-found.tsx';
