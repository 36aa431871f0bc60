export { UnknownSource as default } from '../../../components/layout/not-found.tsx';
