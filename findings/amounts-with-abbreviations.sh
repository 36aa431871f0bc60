#!/usr/bin/env bash
# Versions:  currency.js 2.0.4, accounting 0.4.1, numeral 2.0.6.
# Guess:     "Rs. 50,000" is 50000: the libraries drop the sign of the currency, as in "$50,000" and "Rs 50,000", or return
#            no number.
# Behaviour: for all three it is 0.5, because the dot of the abbreviation stays and is the decimal point. "kr. 50.000" is 0.5 or
#            none, 50,000 p.a. is none for currency.js and numeral, and the range 50000-60000 is -5000060000 for numeral.
# Cause:     they delete all but digits, dots and signs, and parse what is left: ".50000", "50000..". numeral counts hyphens to
#            find the sign and deletes them.
# Seen:      Rs. 50,000 -> currency.js 0.5, accounting 0.5, numeral 0.5
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install currency.js@2.0.4 accounting@0.4.1 numeral@2.0.6

cat > finding.mjs <<'JS'
import accounting from 'accounting';
import currency from 'currency.js';
import numeral from 'numeral';

for (const text of process.argv.slice(2)) {
  const values = [currency(text).value, accounting.unformat(text), numeral(text).value()];
  const [ofCurrency, ofAccounting, ofNumeral] = values.map((value) => (Number.isFinite(value) ? value : 'none'));
  console.log(`${text} -> currency.js ${ofCurrency}, accounting ${ofAccounting}, numeral ${ofNumeral}`);
}
JS
cat > expected <<'TXT'
$50,000 -> currency.js 50000, accounting 50000, numeral 50000
Rs 50,000 -> currency.js 50000, accounting 50000, numeral 50000
Rs. 50,000 -> currency.js 0.5, accounting 0.5, numeral 0.5
Fr. 85000 -> currency.js 0.85, accounting 0.85, numeral 0.85
approx. 50000 -> currency.js 0.5, accounting 0.5, numeral 0.5
kr. 50.000 -> currency.js none, accounting 0.5, numeral none
50,000 p.a. -> currency.js none, accounting 50000, numeral none
50000-60000 -> currency.js none, accounting 50000, numeral -5000060000
TXT
texts=('$50,000' 'Rs 50,000' 'Rs. 50,000' 'Fr. 85000' 'approx. 50000' 'kr. 50.000' '50,000 p.a.' '50000-60000')
node finding.mjs "${texts[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
