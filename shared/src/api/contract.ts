import { acknowledgementContract } from './acknowledgements.ts';
import { auditContract } from './audit.ts';
import { batchContract } from './batches.ts';
import { changeContract } from './changes.ts';
import { descriptionContract } from './description.ts';
import { healthContract } from './health.ts';
import { jobContract } from './jobs.ts';
import type { RouteContracts } from './route-contract.ts';
import { runContract } from './runs.ts';
import { sessionContract } from './session.ts';
import { settingsContract } from './settings.ts';
import { sourceContract } from './sources.ts';
import { statsContract } from './stats.ts';

/**
 * The wire format of every route: what a request may hold, what a response holds, and who may send it. The API's
 * routes and their documentation, the dashboard and the list of what it passes on, and the command line are made
 * from it. A browser must not load it, since it brings zod along: it uses the types alone.
 */
export const contract = {
  ...healthContract,
  ...sessionContract,
  ...sourceContract,
  ...runContract,
  ...batchContract,
  ...statsContract,
  ...jobContract,
  ...changeContract,
  ...acknowledgementContract,
  ...auditContract,
  ...settingsContract,
  ...descriptionContract,
} satisfies RouteContracts;

export type Contract = typeof contract;
