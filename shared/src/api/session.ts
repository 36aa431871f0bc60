import { session } from '../model/session.ts';
import type { RouteContracts } from './route-contract.ts';

export const sessionContract = {
  getSession: { audience: 'browser', status: 200, response: session },
  // The dashboard's own server handles this request of a page.
  endSession: { audience: 'server', status: 204 },
} satisfies Partial<RouteContracts>;
