#!/usr/bin/env bash
# Versions:  @tanstack/table-core 9.3.1, which @tanstack/react-table 9.3.1 and the others contain.
# Guess:     greaterThanOrEqualTo keeps rows that are equal to the limit, and lessThan does not: the limit is read as a number
#            where it can be, as the reference says of greaterThan, so that it may be the text of an input field.
# Behaviour: with a limit that is a text or a Date, greaterThanOrEqualTo loses the rows that are equal, and lessThan keeps them;
#            betweenInclusive loses those at its lower end, and between keeps those at its upper end. With a number they are
#            right. A row without a value is below each limit.
# Cause:     compareGreaterThanOrEqualTo asks for ===, or for greater than as numbers; 50000 === '50000' is false, and so is
#            === of two dates. null is compared as 0.
# Seen:      pay >= 50000: 50000, 60000; pay >= "50000": 60000
#            pay < 50000: 40000, null; pay < "50000": 40000, 50000, null
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @tanstack/table-core@9.3.1

cat > finding.mjs <<'JS'
import * as core from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';

const { columnFilteringFeature, filterFn_between: between, filterFn_betweenInclusive: inclusive } = core;
const features = core.tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  columnFilteringFeature,
  filteredRowModel: core.createFilteredRowModel(),
});
const date = (day) => new Date(`2026-11-0${day}`);
const data = [
  { pay: 40000, closing: date(4) },
  { pay: 50000, closing: date(5) },
  { pay: 60000, closing: date(6) },
  { pay: null, closing: null },
];

function kept(id, filterFn, value) {
  const columns = [{ id, accessorKey: id, filterFn }];
  const table = core.constructTable({ features, data, columns, initialState: { columnFilters: [{ id, value }] } });
  return table.getRowModel().rows.map(({ original }) => JSON.stringify(original[id])?.replace(/T.*Z/, '')).join(', ') || 'none';
}

for (const limit of [50000, '50000']) {
  for (const [sign, filterFn] of [['>=', core.filterFn_greaterThanOrEqualTo], ['<', core.filterFn_lessThan]])
    console.log(`pay ${sign} ${JSON.stringify(limit)}: ${kept('pay', filterFn, limit)}`);
}
for (const limits of [[50000, 60000], ['50000', '60000']]) {
  console.log(`pay between inclusive ${JSON.stringify(limits)}: ${kept('pay', inclusive, limits)}`);
  console.log(`pay between ${JSON.stringify(limits)}: ${kept('pay', between, limits)}`);
}
console.log(`closing >= 5 November: ${kept('closing', core.filterFn_greaterThanOrEqualTo, date(5))}`);
console.log(`closing < 5 November: ${kept('closing', core.filterFn_lessThan, date(5))}`);
JS
cat > expected <<'TXT'
pay >= 50000: 50000, 60000
pay < 50000: 40000, null
pay >= "50000": 60000
pay < "50000": 40000, 50000, null
pay between inclusive [50000,60000]: 50000, 60000
pay between [50000,60000]: none
pay between inclusive ["50000","60000"]: 60000
pay between ["50000","60000"]: 60000
closing >= 5 November: "2026-11-06"
closing < 5 November: "2026-11-04", "2026-11-05", null
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
