import type { ErrorCode } from '@feedflow/shared/errors';
import type { AuditChanges } from '@feedflow/shared/model/audit-entry';
import type { Context } from 'koa';
import type { z } from 'zod';
import type { Client } from '../access/clients.ts';

/**
 * Who may call a route: anyone at all; whoever may read; or only a client that may command. A command is
 * written into the audit log.
 */
export type Access = 'open' | 'read' | 'command';

export type RouteTag =
  | 'Health'
  | 'Session'
  | 'Sources'
  | 'Imports'
  | 'Runs'
  | 'Statistics'
  | 'Jobs'
  | 'Audit'
  | 'Description';

type Nothing = z.ZodObject<Record<never, never>, z.core.$strict>;

/** One route: everything that is checked about it, and everything its documentation says. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** As the router takes it: /api/sources/:name */
  path: string;
  /** Names the operation in the description and in the audit log. */
  operation: string;
  summary: string;
  description?: string;
  tag: RouteTag;
  access: Access;
  params?: Params;
  query?: Query;
  /** Without one, a body must be empty. */
  body?: Body;
  answer: RouteAnswer<Answer>;
  /** Answers that are neither the usual one nor an error. */
  otherAnswers?: Record<number, { description: string; schema?: z.ZodType }>;
  /** What it throws beside what any route may. */
  errors?: readonly ErrorCode[];
  bodyExample?: unknown;
}

export interface RouteAnswer<Answer extends z.ZodType = z.ZodType> {
  /** @default 200 */
  status?: number;
  description: string;
  /** What the body is; without one there is none, or it is of `type` and the handler sends it by itself. */
  schema?: Answer;
  type?: string;
  example?: unknown;
}

/** A request as its handler sees it: every part checked. */
export interface RouteRequest<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
  /** Null for someone unknown at a route that is open. */
  client: Client | null;
  ctx: Context;
  /** Of a command: what the audit log is to say about it. */
  note(facts: NotedFacts): void;
}

/** What a handler knows about its command, for the audit log. */
export interface NotedFacts {
  /** What it is done to. */
  target?: string;
  /** How many it reached. */
  count?: number;
  changes?: AuditChanges;
  /** Of a report about something else: what that was, in place of the operation, and how it ended. */
  command?: string;
  outcome?: string;
}

export type Handler<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = (request: RouteRequest<Params, Query, Body>) => Promise<z.output<Answer>> | z.output<Answer>;

/** Where routes are put down, in order. */
export interface Routes {
  add<
    Params extends z.ZodType = Nothing,
    Query extends z.ZodType = Nothing,
    Body extends z.ZodType = Nothing,
    Answer extends z.ZodType = z.ZodVoid,
  >(route: Route<Params, Query, Body, Answer>, handler: Handler<Params, Query, Body, Answer>): void;
}
