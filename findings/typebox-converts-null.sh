#!/usr/bin/env bash
# Versions:  typebox 1.4.3 (Node 24.21).
# Guess:     Value.Convert of TypeBox turns a value into the type of the schema where it is clear what is meant, "45000" into a
#            number, and leaves others alone for Check to refuse.
# Behaviour: null and an empty text are the number 0, and null is the text "null": a job whose salary is not known pays 0, and
#            Check accepts it. An integer is cut: 17.9 is 17, "50.000" is 50. In a union the first member that can be made of
#            the value counts: "0" is null where null stands before the number, and "" is 0 where null stands behind it. Only
#            texts such as "50,000" and "no" are left alone.
# Cause:     for each type there is a table of conversions, and null, false and 0 are the same in all of them.
# Seen:      salary null -> 0 valid; city null -> "null" valid; hours 17.9 -> 17 valid; null or number "0" -> null valid
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install typebox@1.4.3

cat > finding.mjs <<'JS'
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const cases = [
  ['salary', Type.Number(), ['45000', null, '', '0x1F', '50,000']],
  ['hours', Type.Integer(), [17.9, '50.000', null]],
  ['city', Type.String(), ['Bern', null]],
  ['remote', Type.Boolean(), ['no', null, '']],
  ['number or null', Type.Union([Type.Number(), Type.Null()]), [null, '', '0']],
  ['null or number', Type.Union([Type.Null(), Type.Number()]), [null, '', '0']],
];
for (const [name, schema, values] of cases) {
  for (const value of values) {
    const converted = Value.Convert(schema, value);
    const check = Value.Check(schema, converted) ? 'valid' : 'refused';
    console.log(`${name} ${JSON.stringify(value)} -> ${JSON.stringify(converted)} ${check}`);
  }
}
JS
cat > expected <<'TXT'
salary "45000" -> 45000 valid
salary null -> 0 valid
salary "" -> 0 valid
salary "0x1F" -> 31 valid
salary "50,000" -> "50,000" refused
hours 17.9 -> 17 valid
hours "50.000" -> 50 valid
hours null -> 0 valid
city "Bern" -> "Bern" valid
city null -> "null" valid
remote "no" -> "no" refused
remote null -> false valid
remote "" -> "" refused
number or null null -> null valid
number or null "" -> 0 valid
number or null "0" -> 0 valid
null or number null -> null valid
null or number "" -> null valid
null or number "0" -> null valid
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
