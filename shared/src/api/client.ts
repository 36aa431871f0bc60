import type { z } from 'zod';
import type { Contract } from './contract.ts';
import { type OperationName, type ParamName, paths } from './paths.ts';
import type { Wire } from './wire.ts';

type TextOperation = {
  [Name in OperationName]: Contract[Name] extends { mediaType: string | readonly string[] } ? Name : never;
}[OperationName];
type JsonOperation = Exclude<OperationName, TextOperation>;

/** The JSON of a response, as it is sent: dates are ISO strings. */
export type ResponseOf<Name extends OperationName> = Contract[Name] extends {
  response: infer Schema extends z.ZodType;
}
  ? Wire<z.output<Schema>>
  : undefined;

export type BodyOf<Name extends OperationName> = Contract[Name] extends {
  body: infer Schema extends z.ZodType;
}
  ? z.input<Schema>
  : never;

/** What a path and its query are filled with. What is null or undefined is left out of a query. */
export type Address<Name extends OperationName> = ([ParamName<Name>] extends [never]
  ? unknown
  : { params: Record<ParamName<Name>, string | number> }) & {
  query?: Contract[Name] extends { query: infer Schema extends z.ZodType }
    ? { [Key in keyof z.input<Schema>]?: string | number | null }
    : undefined;
};

type RequestOf<Name extends OperationName> = Address<Name> &
  ([BodyOf<Name>] extends [never]
    ? unknown
    : Record<never, unknown> extends BodyOf<Name>
      ? { body?: BodyOf<Name> }
      : { body: BodyOf<Name> });

export interface CallOptions {
  signal?: AbortSignal;
  /** Instead of the usual timeout. */
  timeoutMs?: number;
  /** The same for every retry of one command, so that the API performs it once. */
  idempotencyKey?: string;
}

/** A request to send. */
export interface ApiRequest extends CallOptions {
  name: OperationName;
  method: (typeof paths)[OperationName][0];
  /** With its query. */
  path: string;
  /** To be sent as JSON; undefined for a GET. The API wants a body with every command, also an empty one. */
  body: unknown;
  /** What the response holds. */
  as: 'json' | 'text';
}

/**
 * Sends a request and reads its response: `fetch` with the base URL, the headers and the errors of its process.
 *
 * @returns the text, or the value that the JSON stands for
 * @throws for a response that is not 2xx, and where there is none
 */
export type Send = (request: ApiRequest) => Promise<unknown>;

/** The path of a route with its parameters and its query filled in. */
export function pathOf<Name extends OperationName>(
  name: Name,
  ...[address]: Record<never, unknown> extends Address<Name>
    ? [address?: Address<Name>]
    : [address: Address<Name>]
): string {
  return fill(name, address ?? {});
}

function fill(name: OperationName, address: { params?: object; query?: object }): string {
  const params = new Map(Object.entries(address.params ?? {}));
  const path = paths[name][1].replace(/:(\w+)/g, (_, param) => encodeURIComponent(params.get(param)));
  const query = Object.entries(address.query ?? {}).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return query.length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
}

/** Calls the API's operations by name. What a request takes and what comes back is as the contract says. */
export function createApiClient(send: Send) {
  function request(
    name: OperationName,
    as: ApiRequest['as'],
    { body, ...address }: { params?: object; query?: object; body?: unknown } = {},
    options?: CallOptions,
  ): Promise<unknown> {
    const [method] = paths[name];
    const path = fill(name, address);
    return send({
      ...options,
      name,
      method,
      path,
      body: method === 'GET' ? undefined : (body ?? {}),
      as,
    });
  }

  return {
    call: <Name extends JsonOperation>(name: Name, ...[parts, options]: Arguments<Name>) =>
      request(name, 'json', parts, options) as Promise<ResponseOf<Name>>,
    text: <Name extends TextOperation>(name: Name, ...[parts, options]: Arguments<Name>) =>
      request(name, 'text', parts, options) as Promise<string>,
  };
}

type Arguments<Name extends OperationName> =
  Record<never, unknown> extends RequestOf<Name>
    ? [request?: RequestOf<Name>, options?: CallOptions]
    : [request: RequestOf<Name>, options?: CallOptions];

export type ApiClient = ReturnType<typeof createApiClient>;
