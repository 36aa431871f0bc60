#!/usr/bin/env bash
# Versions:  zod 4.6.7, ajv 8.20.0.
# Guess:     a description or an id of a schema documents it, and changes nothing in what its JSON Schema accepts.
# Behaviour: if a part of an intersection has a description, or an id that makes it a component of OpenAPI, no value is
#            valid any more: each part then forbids the properties of the other. So it is if a part is readonly() or
#            nullable(). Without these both parts are one object, and the value is valid. zod accepts it in each case.
# Cause:     foldIntersection() joins the parts only where each has no keywords but type, properties, required and
#            additionalProperties; else allOf stays, with additionalProperties: false in each part.
# Seen:      plain: zod accepts, JSON Schema accepts
#            described: zod accepts, JSON Schema refuses
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install zod@4.6.7 ajv@8.20.0

cat > finding.mjs <<'JS'
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';

const job = z.object({ title: z.string() });
const stored = z.object({ id: z.string() });
const intersections = {
  plain: z.intersection(job, stored),
  described: z.intersection(job, stored.describe('What the server adds')),
  'with an id': z.intersection(job, stored.meta({ id: 'Stored' })),
  'read-only': z.intersection(job, stored.readonly()),
};
const value = { title: 'Nurse', id: '1' };
const verb = (isValid) => (isValid ? 'accepts' : 'refuses');
for (const [name, schema] of Object.entries(intersections)) {
  const validate = new Ajv2020({ strict: false }).compile(z.toJSONSchema(schema));
  console.log(`${name}: zod ${verb(schema.safeParse(value).success)}, JSON Schema ${verb(validate(value))}`);
}
JS
cat > expected <<'TXT'
plain: zod accepts, JSON Schema accepts
described: zod accepts, JSON Schema refuses
with an id: zod accepts, JSON Schema refuses
read-only: zod accepts, JSON Schema refuses
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
