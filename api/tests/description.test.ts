import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationNames, paths } from '@feedflow/shared/api/paths';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { createValidator } from './response-check.ts';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
let document: OpenApiDocument;
beforeAll(async () => {
  api = await serveApi({ token, readToken });
  document = (await api.get('/api/openapi.json')).body;
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('the description is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  expect(document.openapi).toBe('3.1.0');
});

test('the description has every route of the contract, and no other', () => {
  const described = operations().map(({ path, method, operation }) => [operation.operationId, method, path]);
  const routes = operationNames.map((name) => {
    const [method, path] = paths[name];
    return [name, method.toLowerCase(), path.replace(/:(\w+)/g, '{$1}')];
  });
  expect(described).toEqual(expect.arrayContaining(routes));
  expect(described).toHaveLength(routes.length);
});

test.each(operationNames)('the API serves %s of the contract', async (name) => {
  const [method, path] = paths[name];
  const filled = path.replace(':file', 'start.js').replace(/:\w+/g, '0'.repeat(24));
  // A token that may not command: a route that changes something refuses it, and is there all the same.
  const response = await fetch(`${api.url}${filled}`, {
    method,
    headers: { Authorization: `Bearer ${readToken}`, 'Content-Type': 'application/json' },
  });
  const isJson = response.headers.get('content-type')?.includes('json');
  const { code } = isJson ? ((await response.json()) as { code?: string }) : {};
  await response.body?.cancel().catch(() => undefined);
  expect(['not-found', 'method-not-allowed']).not.toContain(code);
});

test('its examples are what its schemas say, and every response that has a shape has one', () => {
  const ajv = createValidator(document);
  const faults: string[] = [];
  for (const { path, method, operation } of operations()) {
    const usual = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const problem = content?.['application/problem+json'];
      if (problem)
        expect(problem.example).toMatchObject({ status: Number(status), code: expect.any(String) });
    }
    const contents = [usual?.content, operation.requestBody?.content].map(
      (content) => content?.['application/json'],
    );
    for (const content of contents) {
      if (!content?.schema || path === '/api/openapi.json') continue;
      if (content.example === undefined) faults.push(`${method} ${path} has no example`);
      else if (!ajv.validate(content.schema, content.example)) {
        faults.push(`${method} ${path}: ${ajv.errorsText()}`);
      }
    }
  }
  expect(faults).toEqual([]);
});

test('every command is described with the body without which it is refused', async () => {
  const commands = operations().filter(({ method }) => method !== 'get');
  expect(commands.map(({ operation }) => operation.requestBody?.required)).toEqual(commands.map(() => true));
  const { status } = await fetch(`${api.url}/api/import/run`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(status).toBe(415);
});

test('its patterns have no Unicode classes, which many programs cannot read', () => {
  expect(JSON.stringify(document)).not.toMatch(/\\\\p\{/);
});

test('every parameter is described, and shows what it may be', () => {
  interface Parameter {
    name: string;
    description?: string;
    example?: unknown;
    schema: { default?: unknown; enum?: unknown };
  }
  const ajv = createValidator(document);
  const faults: string[] = [];
  for (const { path, method, operation } of operations()) {
    for (const { name, description, example, schema } of operation['parameters'] as Parameter[]) {
      const where = `${method} ${path} ${name}`;
      if (!description) faults.push(`${where} has no description`);
      // A cursor is whatever the page before said.
      if (name === 'cursor' || schema.default !== undefined || schema.enum) continue;
      if (example === undefined) faults.push(`${where} has no example`);
      else if (!ajv.validate(schema, example)) faults.push(`${where}: ${ajv.errorsText()}`);
    }
  }
  expect(faults).toEqual([]);
});

test('the README lists every path of the API, and no other', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  const table = readme.slice(readme.indexOf('## API'), readme.indexOf('## Settings'));
  const described = Object.keys(document.paths).map((path) => path.replace(/\{(\w+)\}/g, ':$1'));
  // A path that differs from the one before it in its end is named by its end.
  const isNamed = (path: string) => {
    const [end = ''] = path.split('/').slice(-1);
    return [`${path}\``, `…/${end}\``, `\`${end}\``].some((form) => table.includes(form));
  };
  expect(described.filter((path) => path !== '/api/docs/:file' && !isNamed(path))).toEqual([]);
  const named = Array.from(
    table.matchAll(/`(?:(?:GET|POST|PATCH|DELETE) )?(\/(?:api|health)[^`?\s]*)`/g),
    ([, path]) => path,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => path && !described.includes(path))).toEqual([]);
});

test('names of operations are unique, and no schema is left without a description of its own', () => {
  const names = operations().map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  const text = JSON.stringify(document);
  const used = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([...new Set(used)]));
  expect(text).not.toContain('#/$defs');
});

test('the readable page has all it needs on this server, and allows nothing else', async () => {
  const page = await api.get('/');
  expect(page.status).toBe(200);
  expect((await api.get('/api/docs')).text).toBe(page.text);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:/);
  const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    expect(file).not.toMatch(/^(https?:)?\//);
    expect((await fetch(`${api.url}/api/docs/${file}`)).status).toBe(200);
  }
  for (const path of ['package.json', '..%2F..%2Fpackage.json', '__proto__', 'index.html']) {
    expect((await fetch(`${api.url}/api/docs/${path}`)).status).toBe(404);
  }
});

test('an error is a problem document, with the same facts under error', async () => {
  const response = await api.get('/api/sources/nobody', { Authorization: `Bearer ${token}` });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const requestId = response.headers.get('x-request-id');
  expect(response.body).toEqual({
    type: 'urn:feedflow:error:source-unknown',
    title: 'Source unknown',
    status: 404,
    detail: expect.stringContaining('nobody'),
    code: 'source-unknown',
    requestId,
    error: { code: 'source-unknown', message: response.body.detail, requestId },
  });
});
