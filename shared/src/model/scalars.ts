import { z } from 'zod';

/** A point in time, as stored (Date) or as sent in JSON (ISO string). Always UTC. */
export const timestamp = z.coerce.date();

/** A whole number from 0. */
export const count = z.number().int().min(0);

/** A whole number from 1. */
export const positiveCount = z.number().int().min(1);
