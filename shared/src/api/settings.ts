import { z } from 'zod';
import { processSettings } from '../model/effective-settings.ts';
import type { RouteContracts } from './route-contract.ts';

export const settingsContract = {
  listSettings: { audience: 'browser', status: 200, response: z.object({ items: z.array(processSettings) }) },
} satisfies Partial<RouteContracts>;
