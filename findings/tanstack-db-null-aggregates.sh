#!/usr/bin/env bash
# Versions:  @tanstack/db 0.15.2.
# Guess:     in a live query, avg, min and max leave out null and missing values, as count does and as they do in SQL and in
#            MongoDB: of runs without a duration, nothing goes into the average.
# Behaviour: they take them for 0. count says 2 where avg divides by 3; the shortest of 40 and 20 is 0 as soon as one run has
#            no duration, and the longest of -5 and null is 0. A group without any value has the average and the extremes 0.
# Cause:     getAggregateFunction and minMaxInput in query/compiler/group-by.js pass on 0 for null; count alone gets the value.
# Seen:      acme:    count 2, sum 60, avg 20, min 0, max 40 (40, 20, null)
#            globex:  count 1, sum -5, avg -2.5, min -5, max 0 (-5, null)
#            initech: count 0, sum 0, avg 0, min 0, max 0 (null)
#            hooli:   count 1, sum 30, avg 15, min 0, max 30 (30, missing)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @tanstack/db@0.15.2

cat > finding.mjs <<'JS'
import { avg, count, createCollection, createLiveQueryCollection, localOnlyCollectionOptions, max, min, sum } from '@tanstack/db';

const durations = { acme: [40, 20, null], globex: [-5, null], initech: [null], hooli: [30, undefined] };
const initialData = Object.entries(durations).flatMap(([source, values]) =>
  values.map((seconds, i) => ({ id: `${source}-${i}`, source, ...(seconds !== undefined && { seconds }) })),
);
const runs = createCollection(localOnlyCollectionOptions({ id: 'runs', getKey: ({ id }) => id, initialData }));
const sources = createLiveQueryCollection((query) =>
  query
    .from({ run: runs })
    .groupBy(({ run }) => run.source)
    .select(({ run }) => ({
      source: run.source,
      count: count(run.seconds),
      sum: sum(run.seconds),
      avg: avg(run.seconds),
      min: min(run.seconds),
      max: max(run.seconds),
    })),
);
const rows = new Map((await sources.toArrayWhenReady()).map((row) => [row.source, row]));
for (const [source, values] of Object.entries(durations)) {
  const row = rows.get(source);
  const figures = ['count', 'sum', 'avg', 'min', 'max'].map((name) => `${name} ${row[name]}`).join(', ');
  const texts = values.map((value) => (value === undefined ? 'missing' : String(value))).join(', ');
  console.log(`${`${source}:`.padEnd(8)} ${figures} (${texts})`);
}
process.exit();
JS
cat > expected <<'TXT'
acme:    count 2, sum 60, avg 20, min 0, max 40 (40, 20, null)
globex:  count 1, sum -5, avg -2.5, min -5, max 0 (-5, null)
initech: count 0, sum 0, avg 0, min 0, max 0 (null)
hooli:   count 1, sum 30, avg 15, min 0, max 30 (30, missing)
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
