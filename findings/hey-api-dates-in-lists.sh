#!/usr/bin/env bash
# Versions:  @hey-api/openapi-ts 0.99.0, typescript 5.9.3 (Node 22.18 or newer).
# Guess:     with its transformers plugin and `dates: true`, a client has a Date wherever its types say Date, null stays null,
#            and a schema that the plugin cannot handle is named in a warning.
# Behaviour: null in a list of dates becomes 1 January 1970. In a list of two kinds of objects each item is read as the first
#            kind: a run gets an invalid date `posted`, and its `started` stays a text. Dates in a list of lists stay texts. The
#            types say Date | null, Run and Date, and there is no warning.
# Cause:     the plugin writes new Date(item) for each item of a list, whatever else the item may be, and for a union of items
#            it uses the transformer of the first part; it has no code for a list in a list.
# Seen:      days: 2026-11-05T00:00:00.000Z, 1970-01-01T00:00:00.000Z
#            event: kind run, started text, posted Invalid Date
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @hey-api/openapi-ts@0.99.0 typescript@5.9.3

cat > finding.mjs <<'JS'
import { createClient } from '@hey-api/openapi-ts';

const date = { type: 'string', format: 'date-time' };
const list = (items) => ({ type: 'array', items });
const object = (properties) => ({ type: 'object', required: Object.keys(properties), properties });
const eventKinds = ['Job', 'Run'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
const schema = object({
  closing: { ...date, type: ['string', 'null'] },
  days: list({ ...date, type: ['string', 'null'] }),
  events: list({ oneOf: eventKinds }),
  spans: list(list(date)),
});
const kind = (name) => ({ type: 'string', enum: [name] });
const schemas = {
  Job: object({ kind: kind('job'), posted: date }),
  Run: object({ kind: kind('run'), started: date }),
};
const responses = { 200: { description: 'jobs', content: { 'application/json': { schema } } } };
const paths = { '/jobs': { get: { operationId: 'jobs', responses } } };
const input = { openapi: '3.1.0', info: { title: 'jobs', version: '1' }, paths, components: { schemas } };
const transformers = { name: '@hey-api/transformers', dates: true };
await createClient({ input, output: 'client', plugins: [transformers], logs: { level: 'silent' } });

const { jobsResponseTransformer } = await import('./client/transformers.gen.ts');
const moment = '2026-11-05T00:00:00Z';
const response = await jobsResponseTransformer({
  closing: null,
  days: [moment, null],
  events: [{ kind: 'job', posted: moment }, { kind: 'run', started: moment }],
  spans: [[moment, moment]],
});
const shown = (value) => (value === moment ? 'text' : value === null ? 'null' : value.toISOString?.() ?? value);
const named = ([name, value]) => `${name} ${value instanceof Date && Number.isNaN(+value) ? value : shown(value)}`;
console.log(`closing: ${shown(response.closing)}`);
console.log(`days: ${response.days.map(shown).join(', ')}`);
for (const event of response.events) console.log(`event: ${Object.entries(event).map(named).join(', ')}`);
console.log(`spans: ${response.spans[0].map(shown).join(', ')}`);
JS
cat > expected <<'TXT'
closing: null
days: 2026-11-05T00:00:00.000Z, 1970-01-01T00:00:00.000Z
event: kind job, posted 2026-11-05T00:00:00.000Z
event: kind run, started text, posted Invalid Date
spans: text, text
        days: Array<Date | null>;
        events: Array<Job | Run>;
        spans: Array<Array<Date>>;
TXT
{ node finding.mjs; grep ' days\| spans\| events' client/types.gen.ts; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
