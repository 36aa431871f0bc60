#!/usr/bin/env bash
# Versions:  n8n-nodes-base 2.41.2, n8n-workflow 2.41.0 (Node 20).
# Guess:     the Summarize node of n8n adds the pay of jobs from CSV, XML or RSS, whose values are texts, or says that they
#            are no numbers.
# Behaviour: sum and average leave out texts without a word: the sum is 0 and the average null, while count counts them. If
#            some are numbers, the average is that of these alone. min and max compare texts as texts, and keep the kind:
#            of 9, 20 and 100 the least is 100 and the greatest 9.
# Cause:     aggregate() filters items by typeof number for sum and average only, and compares by < and > for min and max.
# Seen:      "9", "20", "100" -> sum 0, average null, min "100", max "9", count 3
#            9, 20, "100"     -> sum 29, average 14.5, min 9, max "100", count 3
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install n8n-workflow@2.41.0 lodash@4.17.21
npm pack --silent n8n-nodes-base@2.41.2 >&2
tar xzf n8n-nodes-base-2.41.2.tgz package/package.json package/dist/nodes/Transform package/dist/utils

cat > finding.mjs <<'JS'
import summarize from './package/dist/nodes/Transform/Summarize/Summarize.node.js';

for (const text of process.argv.slice(2)) {
  const values = ['sum', 'average', 'min', 'max', 'count'].map((aggregation) => ({ aggregation, field: 'pay' }));
  const parameters = { 'fieldsToSummarize.values': values, fieldsToSplitBy: '', options: {} };
  const context = {
    getInputData: () => JSON.parse(`[${text}]`).map((pay) => ({ json: { pay } })),
    getNode: () => ({ typeVersion: 1.1 }),
    getNodeParameter: (name) => parameters[name],
  };
  const [[{ json }]] = await new summarize.Summarize().execute.call(context);
  const results = Object.entries(json).map(([name, value]) => `${name.replace('_pay', '')} ${JSON.stringify(value)}`);
  console.log(`${text} -> ${results.join(', ')}`);
}
JS
cat > expected <<'TXT'
9, 20, 100 -> sum 129, average 43, min 9, max 100, count 3
"9", "20", "100" -> sum 0, average null, min "100", max "9", count 3
9, 20, "100" -> sum 29, average 14.5, min 9, max "100", count 3
TXT
mapfile -t lists < <(sed 's/ -> .*//' expected)
node finding.mjs "${lists[@]}" 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
