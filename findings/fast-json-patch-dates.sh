#!/usr/bin/env bash
# Versions:  fast-json-patch 3.1.1, bson 7.3.4.
# Guess:     compare() gives nothing for equal dates, one operation for two different ones, or refuses what is not JSON.
# Behaviour: for two Dates, equal or not, it gives 24 operations: each adds one character of the later text below the date. A
#            history of such patches grows with each unchanged job. To apply them raises no error and leaves the date as it
#            was, with 24 new properties. Two equal ObjectIds give 28 operations.
# Reason:    of the two values only the second is turned into JSON, and its text is then walked like an object.
# Seen:      equal dates:     24 operations, first {"op":"add","path":"/closes/0","value":"2"}
#            date moved:      24 operations, first {"op":"add","path":"/closes/0","value":"2"}
#            after the patch: 2026-09-07T00:00:00.000Z, 24 properties
#            equal ObjectIds: 28 operations
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install fast-json-patch@3.1.1 bson@7.3.4

cat > finding.mjs <<'JS'
import { ObjectId } from 'bson';
import patches from 'fast-json-patch';

const job = (date) => ({ id: '7', closes: new Date(date) });
const equal = patches.compare(job('2026-09-07'), job('2026-09-07'));
const moved = patches.compare(job('2026-09-07'), job('2026-12-24'));
const { closes } = patches.applyPatch(job('2026-09-07'), moved).newDocument;
const id = () => ({ _id: new ObjectId('65a000000000000000000001') });
const ids = patches.compare(id(), id());
console.log(`equal dates:     ${equal.length} operations, first ${JSON.stringify(equal[0])}`);
console.log(`date moved:      ${moved.length} operations, first ${JSON.stringify(moved[0])}`);
console.log(`after the patch: ${closes.toISOString()}, ${Object.keys(closes).length} properties`);
console.log(`equal ObjectIds: ${ids.length} operations`);
const isAsFound =
  [equal.length, moved.length, Object.keys(closes).length, ids.length].join() === '24,24,24,28' &&
  closes.toISOString() === '2026-09-07T00:00:00.000Z';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
