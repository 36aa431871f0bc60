#!/usr/bin/env bash
# Versions:  price-parser 0.5.1 (Python 3).
# Guess:     of several numbers in a text, the amount is the one beside the currency, and a space parts numbers unless a
#            group of three digits follows.
# Behaviour: the amount is the first run of digits, dots, commas and spaces, wherever the currency is. A pay grade or a
#            date before a salary becomes a part of it: `E13 4.500 €` is 134500 €, and `ab 01.01.2027 52.000 €` is
#            101,202,752,000 €. With a colon between them it is all of the amount: `E13: 4.500 €` is 13 €.
# Cause:     extract_price_text() searches for \d[\d\s.,']* from the beginning, and parse_number() removes the spaces in
#            it.
# Seen:      4.500 € -> 4500 €
#            E13 4.500 € -> 134500 €
#            E13: 4.500 € -> 13 €
#            ab 01.01.2027 52.000 € -> 101202752000 €
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python price-parser==0.5.1 >&2

cat > finding.py <<'PY'
import sys
from price_parser import Price

for text in sys.argv[1:]:
    price = Price.fromstring(text)
    print(f'{text} -> {price.amount} {price.currency}')
PY
cat > expected <<'TXT'
4.500 € -> 4500 €
52 000 € -> 52000 €
E13 4.500 € -> 134500 €
Stufe 2 3.900 € -> 23900 €
ab 01.01.2027 52.000 € -> 101202752000 €
E13: 4.500 € -> 13 €
E13 EUR 4.500 -> 13 EUR
TXT
PYTHONPATH=python python3 finding.py '4.500 €' '52 000 €' 'E13 4.500 €' 'Stufe 2 3.900 €' 'ab 01.01.2027 52.000 €' 'E13: 4.500 €' 'E13 EUR 4.500' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
