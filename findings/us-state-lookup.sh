#!/usr/bin/env bash
# Versions:  us 4.0.0 (Python 3).
# Guess:     us.states.lookup finds the state of a code or of a name, also of a misspelt one such as Misouri; a place that is no
#            state has none.
# Behaviour: places all over the world have one: Fremont is Vermont, Tunis Tennessee, Mysore Missouri, Minden Montana, Como
#            Guam, Orkney Oregon. Nothing in the result tells them from a state that was named.
# Cause:     all but codes are compared by the Metaphone of the whole text alone, which has no vowels but a first one, and one
#            letter for the sounds of D and T, V and F, G and K.
# Seen:      Fremont -> Vermont
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python us==4.0.0 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import sys
import us

for place in sys.argv[1:]:
    print(f'{place} -> {us.states.lookup(place)}')
PY
cat > expected <<'TXT'
Missouri -> Missouri
Misouri -> Missouri
Mysore -> Missouri
Fremont -> Vermont
Tunis -> Tennessee
Minden -> Montana
Como -> Guam
Orkney -> Oregon
Berlin -> None
TXT
mapfile -t places < <(sed 's/ -> .*//' expected)
PYTHONPATH=python python3 finding.py "${places[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
