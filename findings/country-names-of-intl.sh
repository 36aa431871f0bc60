#!/usr/bin/env bash
# Versions:  Node 24.21.0 and 20.20.2 (ICU 78, CLDR 48), i18n-iso-countries 7.14.0.
# Guess:     Intl.DisplayNames names each country once, and with `fallback: 'none'` only codes that exist: so a table from
#            names to codes of ISO 3166-1, for the countries of job feeds, is one loop over AA to ZZ.
# Behaviour: Withdrawn codes have the names of the countries that came after them: FX is "France", SU "Russia", YU and CS
#            "Serbia", DD "Germany". 15 names have two codes or three, and in the loop the last one wins: for eight countries
#            it is a code that ISO has withdrawn or never had. Some codes that are named are no countries at all.
# Seen:      Benin -> DY, Burkina Faso -> HV, Congo - Kinshasa -> ZR, France -> FX, Russia -> SU, Serbia -> YU,
#            Timor-Leste -> TP, United Kingdom -> UK; 15 names with several codes; EU, EZ, QO, UN, XA, XB and ZZ are named
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install i18n-iso-countries@7.14.0

cat > finding.mjs <<'JS'
import countries from 'i18n-iso-countries';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const codes = letters.flatMap((one) => letters.map((other) => one + other));
const byName = new Map();
for (const code of codes) {
  const name = names.of(code);
  if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), code]);
}
const shared = [...byName].filter(([, found]) => found.length > 1);
const wrong = shared.filter(([, found]) => !countries.isValid(found.at(-1)));
const noCountries = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'].filter((code) => names.of(code) !== undefined);
const pairs = wrong.map(([name, found]) => `${name} -> ${found.at(-1)}`).sort();
const seen = `${pairs.join(', ')}; ${shared.length} names with several codes; ${noCountries.join(' ')} are named`;
console.log(`Node ${process.version}, ICU ${process.versions.icu}: ${seen}`);
const isAsFound = ['France -> FX', 'Russia -> SU'].every((pair) => pairs.includes(pair)) && noCountries.length === 7;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
