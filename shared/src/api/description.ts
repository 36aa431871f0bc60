import { z } from 'zod';
import type { RouteContracts } from './route-contract.ts';

export const descriptionContract = {
  describeApi: { audience: 'server', status: 200, response: z.record(z.string(), z.unknown()) },
  readDocs: { audience: 'server', status: 200, mediaType: 'text/html' },
  readDocsFile: {
    audience: 'server',
    status: 200,
    params: z.strictObject({
      file: z
        .string()
        .max(100)
        .meta({ description: 'Its name.', examples: ['start.js'] }),
    }),
    mediaType: 'text/javascript',
  },
} satisfies Partial<RouteContracts>;
