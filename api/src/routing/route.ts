import type { Contract } from '@feedflow/shared/api/contract';
import type { OperationName } from '@feedflow/shared/api/paths';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import type { ErrorCode } from '@feedflow/shared/errors';
import type { AuditChanges } from '@feedflow/shared/model/audit-entry';
import type { Context } from 'koa';
import type { z } from 'zod';
import type { Client } from '../access/clients.ts';

/**
 * Who may call a route: everyone; a client that may read; or only a client that may send commands. A command is
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
  | 'Attention'
  | 'Audit'
  | 'Description';

/** What the documentation says about a route beside its contract. */
interface RouteDescription {
  summary: string;
  description?: string;
  tag: RouteTag;
  access: Access;
  response: { description: string; example?: unknown };
  /** The descriptions of the contract's `otherResponses`. */
  otherResponses?: Record<number, string>;
  /** What it throws beside what any route may. */
  errors?: readonly ErrorCode[];
  bodyExample?: unknown;
}

/** What the API adds to the contract of a route: its documentation, and the handler that performs it. */
export interface Route<Name extends OperationName> extends RouteDescription {
  handle: Handler<Name>;
}

/** A route for each entry of the contract: one that is missing, or one that no entry is for, is a type error. */
export type Routes = { [Name in OperationName]: Route<Name> };
export type RoutesOf<Name extends OperationName> = Pick<Routes, Name>;

/** A route as it is served, whichever it is. */
export interface ServedRoute extends RouteDescription {
  /** Names the operation in the documentation and in the audit log. */
  operation: OperationName;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As the router takes it: /api/sources/:name */
  path: string;
  contract: RouteContract;
  handle(request: never): unknown;
}

type Output<Name extends OperationName, Part extends string> =
  Contract[Name] extends Record<Part, infer Schema extends z.ZodType>
    ? z.output<Schema>
    : Record<string, never>;

/** A request as its handler sees it: every part checked. */
export interface RouteRequest<Name extends OperationName> {
  params: Output<Name, 'params'>;
  query: Output<Name, 'query'>;
  body: Output<Name, 'body'>;
  /** Null for an unknown client at an open route. */
  client: Client | null;
  ctx: Context;
  /** For a command: adds facts to its entry in the audit log. */
  audit(facts: AuditFacts): void;
}

/** What a handler adds to the audit entry of its command. */
export interface AuditFacts {
  /** What the command changes. */
  target?: string;
  /** How many runs, batches or sources it affects. */
  count?: number;
  changes?: AuditChanges;
  /** For a report about another action: that action, in place of the operation, and how it ended. */
  command?: string;
  outcome?: string;
}

/** Performs a request. It sends a response that is not JSON itself. */
export type Handler<Name extends OperationName> = Contract[Name] extends {
  response: infer Schema extends z.ZodType;
}
  ? (request: RouteRequest<Name>) => Promise<z.output<Schema>> | z.output<Schema>
  : (request: RouteRequest<Name>) => Promise<void> | void;
