#!/usr/bin/env bash
# Versions:  ajv 8.20.0 with ajv-formats 3.0.1 (mode "full", the default); zod 4.6.7 for comparison.
# Guess:     a contract test with `format: date-time` fails for a text that is none of RFC 3339.
# Behaviour: a space instead of the T, an offset without colon and one without minutes pass. zod refuses them, and so do
#            clients that were generated from the same contract and parse by the standard (RFC3339 of Go, Instant of Java).
# Reason:    the pattern for the time has an optional colon and optional minutes, and the text is split at a T or at space.
# Seen:      2026-09-07T10:00:00+02:00 ajv accepts, zod accepts
#            2026-09-07 10:00:00+02:00 ajv accepts, zod refuses
#            2026-09-07T10:00:00+0200  ajv accepts, zod refuses
#            2026-09-07T10:00:00+02    ajv accepts, zod refuses
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ajv@8.20.0 ajv-formats@3.0.1 zod@4.6.7

cat > finding.mjs <<'JS'
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

const ajv = new Ajv();
formats.default(ajv, { mode: 'full' });
const isDateTime = ajv.compile({ type: 'string', format: 'date-time' });
const schema = z.iso.datetime({ offset: true });
const texts = {
  '2026-09-07T10:00:00+02:00': 'ajv accepts, zod accepts',
  '2026-09-07 10:00:00+02:00': 'ajv accepts, zod refuses',
  '2026-09-07T10:00:00+0200': 'ajv accepts, zod refuses',
  '2026-09-07T10:00:00+02': 'ajv accepts, zod refuses',
};
const word = (accepts) => (accepts ? 'accepts' : 'refuses');
let isAsFound = true;
for (const [text, expected] of Object.entries(texts)) {
  const seen = `ajv ${word(isDateTime(text))}, zod ${word(schema.safeParse(text).success)}`;
  console.log(`${text.padEnd(25)} ${seen}`);
  isAsFound &&= seen === expected;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
