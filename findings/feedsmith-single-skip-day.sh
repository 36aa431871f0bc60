#!/usr/bin/env bash
# Versions:  feedsmith 3.0.1.
# Guess:     skipDays and skipHours of an RSS feed are lists, with one element or with several.
# Behaviour: a list of one is lost when it is read, also one that feedsmith wrote: a feed that is not to be fetched on
#            Sundays has no skipDays, while one that names Saturday and Sunday has both. A reader that spares the publisher
#            by these does not.
# Cause:     parseSkipDays and parseSkipHours use trimArray, which returns nothing for a value that is no list; other lists
#            go through parseArrayOf, which makes one of a single value.
# Seen:      Sunday: skipDays undefined, skipHours undefined
#            Saturday, Sunday: skipDays ["Saturday","Sunday"], skipHours [2,3]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feedsmith@3.0.1

cat > finding.mjs <<'JS'
import { generateRssFeed, parseRssFeed } from 'feedsmith';

const lists = [
  [['Sunday'], [3]],
  [['Saturday', 'Sunday'], [2, 3]],
];
const seen = lists.map(([skipDays, skipHours]) => {
  const xml = generateRssFeed({ title: 'Jobs', link: 'https://jobs.example/', description: 'Jobs', skipDays, skipHours, items: [] });
  if (!xml.includes('<day>Sunday</day>') || !xml.includes('<hour>3</hour>')) throw new Error('not written');
  const read = parseRssFeed(xml);
  return `${skipDays.join(', ')}: skipDays ${JSON.stringify(read.skipDays)}, skipHours ${JSON.stringify(read.skipHours)}`;
});
console.log(seen.join('\n'));
const isAsFound =
  seen.join('\n') ===
  `Sunday: skipDays undefined, skipHours undefined
Saturday, Sunday: skipDays ["Saturday","Sunday"], skipHours [2,3]`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
