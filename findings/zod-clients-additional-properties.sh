#!/usr/bin/env bash
# Versions:  orval 8.38.0, @hey-api/openapi-ts 0.99.0, zod 4.6.7.
# Guess:     the zod schemas that two generators of clients write accept and return what the contract allows: an object with
#            `properties` and `additionalProperties: { type: number }` keeps both, and its other values must be numbers.
# Behaviour: beside `properties`, additionalProperties counts for nothing. `parse` returns an object without these values and
#            reports no error; one of a wrong type is not reported either. Of an anyOf, what a later branch names is dropped
#            if the first one has only optional properties.
# Cause:     both write z.object, which strips, for each object that has properties, and read additionalProperties only where
#            there are none (generateZodValidationSchemaDefinition in @orval/zod, additionalPropertiesNode in hey-api).
# Seen:      the same for orval and hey-api:
#            properties and numbers: {"total":3,"acme":1,"globex":2} -> {"total":3}
#            the same, wrong type:   {"total":3,"acme":"one"} -> {"total":3}
#            properties and true:    {"title":"Nurse","salary":50000} -> {"title":"Nurse"}
#            numbers only:           {"acme":1,"globex":2} -> {"acme":1,"globex":2}
#            anyOf of two objects:   {"min":1,"max":2} -> {}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install orval@8.38.0 @hey-api/openapi-ts@0.99.0 typescript@5.9.3 zod@4.6.7

cat > finding.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { createClient } from '@hey-api/openapi-ts';
import { generate } from 'orval';

const object = (properties, others = {}) => ({ type: 'object', properties, ...others });
const number = { type: 'number' };
const cases = {
  counts: object({ total: number }, { additionalProperties: number }),
  open: object({ title: { type: 'string' } }, { additionalProperties: true }),
  map: { type: 'object', additionalProperties: number },
  salary: { anyOf: [object({ amount: number }), object({ min: number, max: number })] },
};
const responses = { 200: { description: 'OK', content: { 'application/json': { schema: object(cases) } } } };
const paths = { '/run': { get: { operationId: 'getRun', responses } } };
writeFileSync('openapi.json', JSON.stringify({ openapi: '3.1.0', info: { title: 'Runs', version: '1' }, paths }));
const log = console.log;
console.log = () => {};
await generate({ input: './openapi.json', output: { client: 'zod', mode: 'single', target: './orval.ts' } });
await createClient({ input: './openapi.json', output: 'hey', plugins: ['zod'], logs: { level: 'silent' } });
console.log = log;
const { GetRunResponse } = await import('./orval.ts');
const { zGetRunResponse } = await import('./hey/zod.gen.ts');

const values = [
  ['properties and numbers:', 'counts', { total: 3, acme: 1, globex: 2 }],
  ['the same, wrong type:', 'counts', { total: 3, acme: 'one' }],
  ['properties and true:', 'open', { title: 'Nurse', salary: 50000 }],
  ['numbers only:', 'map', { acme: 1, globex: 2 }],
  ['anyOf of two objects:', 'salary', { min: 1, max: 2 }],
];
for (const [name, key, value] of values) {
  const parsed = [GetRunResponse, zGetRunResponse].map((schema) => JSON.stringify(schema.parse({ [key]: value })[key]));
  console.log(`${name.padEnd(23)} ${JSON.stringify(value)} -> ${[...new Set(parsed)].join(' or ')}`);
}
JS
cat > expected <<'TXT'
properties and numbers: {"total":3,"acme":1,"globex":2} -> {"total":3}
the same, wrong type:   {"total":3,"acme":"one"} -> {"total":3}
properties and true:    {"title":"Nurse","salary":50000} -> {"title":"Nurse"}
numbers only:           {"acme":1,"globex":2} -> {"acme":1,"globex":2}
anyOf of two objects:   {"min":1,"max":2} -> {}
TXT
timeout 120 node finding.mjs > seen 2> log || { cat log; exit 1; }
cat seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
