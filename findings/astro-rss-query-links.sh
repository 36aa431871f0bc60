#!/usr/bin/env bash
# Versions:  @astrojs/rss 4.0.19.
# Guess:     a link without a host is resolved with `site`, and gets the slash that `trailingSlash` adds, by default, at
#            the end of its path.
# Behaviour: the slash is added at the end of the text: /job?id=1 becomes /job?id=1/, which is the id "1/", and
#            /jobs/1#apply the anchor "apply/". With every value of the option, // in a query becomes one slash, so that a
#            link that redirects to a form leads nowhere. The guid is the same text. Links with a host stay as they are.
# Cause:     createCanonicalURL() replaces slashes in the whole text before it is made a URL.
# Seen:      /job?id=1 -> https://jobs.example/job?id=1/
#            /jobs/1#apply -> https://jobs.example/jobs/1#apply/
#            /go?to=https://apply.example/1 -> https://jobs.example/go?to=https:/apply.example/1/
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @astrojs/rss@4.0.19

cat > finding.mjs <<'JS'
import { getRssString } from '@astrojs/rss';

for (const trailingSlash of [undefined, false]) {
  for (const link of process.argv.slice(2)) {
    const items = [{ title: 'Nurse', link }];
    const rss = await getRssString({ title: 'Jobs', description: 'Jobs', site: 'https://jobs.example/', trailingSlash, items });
    const written = /<item>.*<link>(.*?)<\/link>.*<\/item>/.exec(rss)[1];
    console.log(`${link} -> ${written}${trailingSlash === false ? ', with trailingSlash: false' : ''}`);
  }
}
JS
cat > expected <<'TXT'
/job?id=1 -> https://jobs.example/job?id=1/
/jobs/1#apply -> https://jobs.example/jobs/1#apply/
/go?to=https://apply.example/1 -> https://jobs.example/go?to=https:/apply.example/1/
https://jobs.example/job?id=1 -> https://jobs.example/job?id=1
/job?id=1 -> https://jobs.example/job?id=1, with trailingSlash: false
/jobs/1#apply -> https://jobs.example/jobs/1#apply, with trailingSlash: false
/go?to=https://apply.example/1 -> https://jobs.example/go?to=https:/apply.example/1, with trailingSlash: false
https://jobs.example/job?id=1 -> https://jobs.example/job?id=1, with trailingSlash: false
TXT
node finding.mjs '/job?id=1' '/jobs/1#apply' '/go?to=https://apply.example/1' 'https://jobs.example/job?id=1' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
