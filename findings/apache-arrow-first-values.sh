#!/usr/bin/env bash
# Versions:  apache-arrow 21.2.0.
# Guess:     tableFromJSON finds the type of a column in all its values, as pyarrow does, or raises where one does not fit.
# Behaviour: the type is that of the first value that is not null. If the first salary has no maximum, no job has one; if the
#            first job has an empty list of categories, the others have lists of null; a text among numbers is null, and each
#            text among booleans false. Nothing is raised, but where a column has a list of texts first. A column that occurs
#            late only is there.
# Cause:     inferType() of factories.ts takes inferType([row[key]]) of the first row that has the key; the builders write
#            what does not fit as null or not at all. Two lists of texts never have the same type, as each has a dictionary.
# Seen:      salary: [{"min":40000},{"min":50000,"max":60000}] -> [{"min":40000},{"min":50000}]
#            categories: [[],["care"]] -> [[],[null]]
#            remote: [true,"yes"] -> [true,false]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install apache-arrow@21.2.0

cat > finding.mjs <<'JS'
import { tableFromJSON } from 'apache-arrow';

function show(name, ...values) {
  const jobs = values.map((value, index) => (value === undefined ? { id: index } : { id: index, [name]: value }));
  let read;
  try {
    read = JSON.stringify(tableFromJSON(jobs).toArray().map((job) => job.toJSON()[name]));
  } catch (error) {
    read = error.constructor.name;
  }
  console.log(`${name}: ${JSON.stringify(values)} -> ${read}`);
}

show('salary', null, { min: 50000, max: 60000 });
show('salary', { min: 40000 }, { min: 50000, max: 60000 });
show('categories', [], ['care']);
show('categories', ['care'], []);
show('pay', 50000, 'by agreement');
show('remote', true, 'yes');
show('late', undefined, 50000);
JS
cat > expected <<'TXT'
salary: [null,{"min":50000,"max":60000}] -> [null,{"min":50000,"max":60000}]
salary: [{"min":40000},{"min":50000,"max":60000}] -> [{"min":40000},{"min":50000}]
categories: [[],["care"]] -> [[],[null]]
categories: [["care"],[]] -> TypeError
pay: [50000,"by agreement"] -> [50000,null]
remote: [true,"yes"] -> [true,false]
late: [null,50000] -> [null,50000]
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
