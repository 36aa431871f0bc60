#!/usr/bin/env bash
# Versions:  countryguess 0.4.9 (Python 3).
# Guess:     guess_country() names the country of a text that is a country or has one behind a place, and gives None for
#            other places.
# Behaviour: Indiana is India, Jersey City is Jersey, Lebanon in Ohio is Lebanon, Chadwick is Chad, and New England is the
#            United Kingdom. Of Germany / Austria it is the one that comes first in its table. Places with the code of their
#            country are None: "Manchester, UK" and "Georgia, USA". There is no score by which to tell a guess.
# Cause:     regular expressions of countries, most of them without word boundaries at both ends, are searched in the whole
#            text; then difflib looks for a name that is 80 % equal. Codes are compared with the whole text only.
# Seen:      Indiana -> IN
#            Jersey City -> JE
#            Manchester, UK -> None
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python countryguess==0.4.9 >&2

cat > finding.py <<'PY'
import sys
from countryguess import guess_country

for text in sys.argv[1:]:
    print(f"{text} -> {guess_country(text, attribute='iso2')}")
PY
cat > expected <<'TXT'
India -> IN
Indiana -> IN
Jersey -> JE
Jersey City -> JE
Lebanon, Ohio -> LB
Peru, Indiana -> PE
Chadwick -> TD
Malta Street 5 -> MT
New England -> GB
Romanian -> RO
Germany / Austria -> AT
Austria / Germany -> AT
UK -> GB
Manchester, UK -> None
Manchester, United Kingdom -> GB
Georgia, USA -> None
Berlin -> None
TXT
texts=(India Indiana Jersey 'Jersey City' 'Lebanon, Ohio' 'Peru, Indiana' Chadwick 'Malta Street 5' 'New England' 'Romanian' 'Germany / Austria'
  'Austria / Germany' UK 'Manchester, UK' 'Manchester, United Kingdom' 'Georgia, USA' Berlin)
PYTHONPATH=python python3 finding.py "${texts[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
