import type { z } from 'zod';
import type { OperationName, ParamName, paths } from './paths.ts';

type ObjectSchema<Name extends string = string> = z.ZodObject<
  Record<Name, z.ZodType>,
  z.core.$ZodObjectConfig
>;

/** The wire part of a route, whose method and path are in `paths`. */
export interface RouteContract {
  /**
   * `browser`: the dashboard's server passes the request of a page on to the API. `server`: it does not, so only
   * programs reach the route.
   */
  audience: 'browser' | 'server';
  /** Of the usual response. */
  status: 200 | 201 | 202 | 204;
  params?: ObjectSchema;
  query?: ObjectSchema;
  /** Without one, a body must be empty. */
  body?: z.ZodType;
  /** The JSON of the usual response. */
  response?: z.ZodType;
  /** Of a response that is not JSON; several where the request chooses one. */
  mediaType?: string | readonly string[];
  /** JSON of responses that are neither the usual one nor an error, by status; null where they have no body. */
  otherResponses?: Record<number, z.ZodType | null>;
}

type Params<Name extends OperationName> = [ParamName<Name>] extends [never]
  ? { params?: undefined }
  : { params: ObjectSchema<ParamName<Name>> };

type Body<Name extends OperationName> = (typeof paths)[Name][0] extends 'POST' | 'PATCH'
  ? { body?: z.ZodType }
  : { body?: undefined };

/** One entry per path, with a schema for each name in it. */
export type RouteContracts = {
  [Name in OperationName]: RouteContract & Params<Name> & Body<Name>;
};
