#!/usr/bin/env bash
# Versions:  @unhead/schema-org 3.1.3 with unhead 3.1.3 (Node 20), the schema.org module of Nuxt and Vue sites.
# Guess:     the company of a job, {name: 'Acme'}, is published as it is given: an address that is not given is not
#            published.
# Behaviour: it gets the address of the site as its url. A job board publishes each company whose website it does not know
#            as one with the website of the board, so that all of them are one company to who compares addresses. With
#            url: '' or null there is none.
# Cause:     inheritMeta of organizationResolver, which is meant for the owner of the site, is used for each organization.
# Seen:      {"name":"Acme"} -> {"@type":"Organization","name":"Acme","url":"https://board.example"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @unhead/schema-org@3.1.3 unhead@3.1.3

cat > finding.js <<'JS'
import { defineJobPosting, UnheadSchemaOrg, useSchemaOrg } from '@unhead/schema-org';
import { createHead, renderSSRHead } from 'unhead/server';

for (const text of process.argv.slice(2)) {
  const head = createHead();
  head.use(UnheadSchemaOrg({ host: 'https://board.example', path: '/jobs/1' }));
  useSchemaOrg(head, [defineJobPosting({ title: 'Nurse', hiringOrganization: JSON.parse(text) })]);
  const { bodyTags, headTags } = await renderSSRHead(head);
  const [, json] = /<script[^>]*>(.*?)<\/script>/s.exec(headTags + bodyTags);
  console.log(`${text} -> ${JSON.stringify(JSON.parse(json)['@graph'][0].hiringOrganization)}`);
}
JS
cat > expected <<'TXT'
{"name":"Acme"} -> {"@type":"Organization","name":"Acme","url":"https://board.example"}
{"name":"Beta"} -> {"@type":"Organization","name":"Beta","url":"https://board.example"}
{"name":"Beta","sameAs":"https://beta.example/"} -> {"@type":"Organization","name":"Beta","sameAs":"https://beta.example/","url":"https://board.example"}
{"name":"Beta","url":"https://beta.example/"} -> {"@type":"Organization","name":"Beta","url":"https://beta.example/"}
{"name":"Beta","url":""} -> {"@type":"Organization","name":"Beta"}
TXT
mapfile -t companies < <(sed 's/ -> .*//' expected)
node finding.js "${companies[@]}" 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
