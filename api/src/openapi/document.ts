import { type Problem, problem } from '@feedflow/shared/api/problem';
import { type ErrorCode, errorCatalog, errorTraits, FeedflowError } from '@feedflow/shared/errors';
import { z } from 'zod';
import { SESSION_ADDRESS_HEADER, SESSION_HEADER } from '../access/session.ts';
import { toProblem } from '../routing/problem.ts';
import type { ServedRoute } from '../routing/route.ts';
import { createSchemaCollector, type JsonSchema } from './schemas.ts';

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> } & JsonSchema;
  [name: string]: unknown;
}

export interface Operation {
  operationId: string;
  responses: Record<string, OperationResponse>;
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema; example?: unknown }> };
  [name: string]: unknown;
}

interface OperationResponse {
  description: string;
  content?: Record<string, { schema?: JsonSchema; example?: unknown }>;
}

type Collector = ReturnType<typeof createSchemaCollector>;

const introduction = () => `Imports of job feeds: what ran, how it ended, and what to do about failures.

Lists are paged by cursor: give the \`nextCursor\` of one response as \`cursor\` of the next request.
Errors are problem documents (RFC 9457); \`code\` is stable, \`detail\` is for people:
\`\`\`json
${JSON.stringify(exampleOf('run-unknown'), null, 2)}
\`\`\`
A POST, PATCH or DELETE needs the header \`Content-Type: application/json\`, also where it has no body.
Without a token the API responds only to programs and pages of its own machine.
A POST that comes with an \`Idempotency-Key\` is performed once: the same key gives the same response for 24 hours.
A command sent with API_TOKEN may name in the audit log on whose behalf it is sent: \`${SESSION_HEADER}\` names a session
(1 to 100 letters, digits and . _ : @ -), \`${SESSION_ADDRESS_HEADER}\` the IP address of its browser.`;

/** The OpenAPI 3.1 description of the API, made from the very schemas that requests are checked against. */
export function describeApi(routes: readonly ServedRoute[], version: string): OpenApiDocument {
  const collector = createSchemaCollector();
  collector.add(z.object({ problem }), 'output');
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route, collector) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Feedflow API',
      version,
      description: introduction(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: collector.components,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API_TOKEN or API_READ_TOKEN' },
      },
    },
  };
}

function describe(route: ServedRoute, collector: Collector): Operation {
  const { operation, summary, description, tag, access } = route;
  return {
    operationId: operation,
    summary,
    tags: [tag],
    ...(description ? { description } : {}),
    ...(access === 'open' ? {} : { security: [{ token: [] }] }),
    parameters: [
      ...parameters(route.contract.params, 'path', collector),
      ...parameters(route.contract.query, 'query', collector),
      ...(isOncePerKey(route) ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.method === 'GET' ? {} : { requestBody: requestBody(route, collector) }),
    responses: { ...responses(route, collector), ...failures(route) },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Makes repeating the request harmless for 24 hours.',
  example: 'import-2026-01-31',
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
  },
};

function isOncePerKey(route: ServedRoute): boolean {
  return route.method === 'POST' && route.access === 'command';
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query', collector: Collector): unknown[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties = {} } = collector.add(schema, 'output') as { properties?: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, { description, examples, ...property }]) => ({
    name,
    in: where,
    ...(description ? { description } : {}),
    ...(Array.isArray(examples) ? { example: examples[0] } : {}),
    required: where === 'path' || !schema.shape[name].safeParse(undefined).success,
    // A list is one text with commas between.
    ...(property['type'] === 'array' ? { style: 'form', explode: false } : {}),
    schema: property,
  }));
}

/**
 * Every command is described with a body, be it an empty object, so that clients send its Content-Type: without that it
 * is refused.
 */
function requestBody({ contract, bodyExample = {} }: ServedRoute, collector: Collector) {
  const { body = z.strictObject({}) } = contract;
  return {
    required: true,
    content: { 'application/json': { schema: collector.add(body, 'input'), example: bodyExample } },
  };
}

function responses(route: ServedRoute, collector: Collector): Record<string, OperationResponse> {
  const { status, response, mediaType, otherResponses = {} } = route.contract;
  const { description, example } = route.response;
  const usual: OperationResponse = { description };
  if (response)
    usual.content = json(collector.add(response, 'output'), example === undefined ? {} : { example });
  else if (mediaType) {
    const contents = [mediaType].flat().map((type) => [type, { schema: { type: typeOf(type) } }]);
    usual.content = Object.fromEntries(contents);
  }
  const others = Object.entries(otherResponses).map(([other, schema]) => {
    const content = schema ? { content: json(collector.add(schema, 'output')) } : {};
    return [other, { description: route.otherResponses?.[Number(other)], ...content }];
  });
  return { [status]: usual, ...Object.fromEntries(others) };
}

/** What a client reads from a response of a media type: of JSON with a standard of its own, an object; else text. */
function typeOf(mediaType: string): 'object' | 'string' {
  return mediaType.endsWith('+json') ? 'object' : 'string';
}

function json(schema: JsonSchema, extra: { example?: unknown } = {}) {
  return { 'application/json': { schema, ...extra } };
}

/** Errors that any route may respond with, by its access and its body. */
function commonErrors(route: ServedRoute): ErrorCode[] {
  return [
    'request-invalid',
    'origin-refused',
    'host-unknown',
    ...(route.tag === 'Health' ? [] : (['too-many-requests'] as const)),
    ...(route.access === 'open' ? [] : (['unauthorized', 'session-ended', 'service-unavailable'] as const)),
    ...(route.access === 'command' ? (['forbidden'] as const) : []),
    ...(route.method === 'GET' ? [] : (['payload-too-large', 'media-type-unsupported'] as const)),
    ...(isOncePerKey(route) ? (['idempotency-key-in-use', 'idempotency-key-reused'] as const) : []),
  ];
}

function exampleOf(code: ErrorCode): Problem {
  return toProblem(
    new FeedflowError(code, errorCatalog[code].meaning),
    '0f8fad5b-d9cb-469f-a165-70867728950e',
  );
}

function failures(route: ServedRoute): Record<string, OperationResponse> {
  const codesByStatus: Record<string, ErrorCode[]> = {};
  for (const code of new Set([...commonErrors(route), ...(route.errors ?? [])])) {
    const { status } = errorTraits(code);
    codesByStatus[status] = [...(codesByStatus[status] ?? []), code];
  }
  const byStatus = Object.fromEntries(
    Object.entries(codesByStatus).map(([status, codes]) => [
      status,
      {
        description: codes.join(', '),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: exampleOf(codes[0] ?? 'internal'),
          },
        },
      },
    ]),
  );
  return { ...byStatus, 431: { description: 'The address and the headers are too long; there is no body.' } };
}
