#!/usr/bin/env bash
# Versions:  quantulum3 0.10.0 (Python 3).
# Guess:     "$3000-3500 a month" is read as "$3000-3500 per month": 3250 with an uncertainty of 250.
# Behaviour: before "a" and "an" a range is the sum of its ends, without an uncertainty: $3000-3500 a month is 6500
#            dollars per month, 40-45 a week is 85, and of $60,000-70,000 a year only "1 per year" is left. With spaces
#            around the hyphen, or with "per", the range is read as one.
# Cause:     "a" is a number in words (1), and extract_spellout_values() takes the digits and hyphens before it for the
#            rest of such a number, whose parts it adds.
# Seen:      $3000-3500 per month -> 3250.0 ± 250.0 dollar per month
#            $3000-3500 a month -> 6500.0 ± None dollar per month
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python quantulum3==0.10.0 >&2

cat > finding.py <<'PY'
import sys
import warnings

from quantulum3 import parser

warnings.simplefilter('ignore')
for text in sys.argv[1:]:
    quantities = [f'{one.value} ± {one.uncertainty} {one.unit.name}' for one in parser.parse(text)]
    print(f"{text} -> {', '.join(quantities)}")
PY
cat > expected <<'TXT'
$3000-3500 per month -> 3250.0 ± 250.0 dollar per month
$3000 - 3500 a month -> 3250.0 ± 250.0 dollar per month
$3000-3500 a month -> 6500.0 ± None dollar per month
$30-35 an hour -> 65.0 ± None dollar
40-45 per week -> 42.5 ± 2.5 per week
40-45 a week -> 85.0 ± None per week
$60,000-70,000 a year -> 1.0 ± None per year
TXT
texts=('$3000-3500 per month' '$3000 - 3500 a month' '$3000-3500 a month' '$30-35 an hour' '40-45 per week' '40-45 a week' '$60,000-70,000 a year')
{ PYTHONPATH=python python3 finding.py "${texts[@]}" 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
