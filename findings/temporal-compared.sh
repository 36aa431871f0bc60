#!/usr/bin/env bash
# Versions:  Node 20 to 24 with temporal-polyfill 1.0.8 (also @js-temporal/polyfill 0.5.1), dequal 2.0.3, microdiff 1.6.0,
#            jsondiffpatch 0.7.7, deep-diff 1.0.2, lodash 4.18.1.
# Guess:     deepStrictEqual and the libraries that compare records distinguish two dates, or refuse to compare them.
# Behaviour: two different Temporal.PlainDate are equal for node:assert, so that a test of a wrong date passes, and for all of
#            these libraries but lodash: a job whose closing date moved has no change. Two values of Date are distinguished.
#            For node:assert two URLSearchParams or Headers with other contents are equal, too.
# Reason:    they compare prototypes and own properties, and these objects keep their contents elsewhere.
# Seen:      Temporal.PlainDate: equal by assert dequal microdiff jsondiffpatch deep-diff
#            URLSearchParams:    equal by assert dequal microdiff jsondiffpatch deep-diff
#            Date:               equal by none
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install temporal-polyfill@1.0.8 @js-temporal/polyfill@0.5.1 dequal@2.0.3 microdiff@1.6.0 jsondiffpatch@0.7.7 deep-diff@1.0.2 lodash@4.18.1

cat > finding.mjs <<'JS'
import { isDeepStrictEqual } from 'node:util';
import { deepStrictEqual } from 'node:assert';
import { Temporal as Js } from '@js-temporal/polyfill';
import deepDiff from 'deep-diff';
import { dequal } from 'dequal';
import { diff as patch } from 'jsondiffpatch';
import lodash from 'lodash';
import microdiff from 'microdiff';
import { Temporal } from 'temporal-polyfill';

const compare = {
  assert: isDeepStrictEqual,
  dequal,
  microdiff: (a, b) => microdiff(a, b).length === 0,
  jsondiffpatch: (a, b) => patch(a, b) === undefined,
  'deep-diff': (a, b) => deepDiff(a, b) === undefined,
  lodash: lodash.isEqual,
};
const pairs = {
  'Temporal.PlainDate': ['2026-09-07', '2026-12-24'].map((date) => Temporal.PlainDate.from(date)),
  'of @js-temporal': ['2026-09-07', '2026-12-24'].map((date) => Js.PlainDate.from(date)),
  URLSearchParams: ['city=Berlin', 'city=Bonn'].map((query) => new URLSearchParams(query)),
  Date: ['2026-09-07', '2026-12-24'].map((date) => new Date(date)),
};
const results = [];
for (const [name, [before, after]] of Object.entries(pairs)) {
  const equal = Object.keys(compare).filter((by) => compare[by]({ id: '7', value: before }, { id: '7', value: after }));
  console.log(`${`${name}:`.padEnd(19)} equal by ${equal.join(' ') || 'none'}`);
  results.push(equal.join(' '));
}
deepStrictEqual(...pairs['Temporal.PlainDate']);
const all = 'assert dequal microdiff jsondiffpatch deep-diff';
const isAsFound = results.join() === [all, all, all, ''].join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
